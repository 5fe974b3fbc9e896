// Labels of the rules' enumerations.
import { Phase } from '@krans/proto/krans/access/v1/access_pb.js';
import {
  Criterion_Kind,
  EligibilityRule_AppliesTo,
  EligibilityRule_Code,
  EligibilityRule_Severity,
  JuryRules_Regime,
  Milestone_Kind,
} from '@krans/proto/krans/submissions/v1/cycles_pb.js';
import { Origin, type Source } from '@krans/proto/krans/submissions/v1/source_pb.js';
import { labels } from '../../text/language.svelte';

export const phaseLabel = labels(Phase, {
  REGISTRATION: { sv: 'Anmälan', en: 'Registration' },
  SUBMISSION: { sv: 'Tävlingsbidrag', en: 'Submission' },
  OPENING: { sv: 'Öppning av bidragen', en: 'Opening of the submissions' },
  INDIVIDUAL: { sv: 'Individuell bedömning', en: 'Individual assessment' },
  CONSENSUS: { sv: 'Konsensus', en: 'Consensus' },
  SITE_VISIT: { sv: 'Platsbesök', en: 'Site visits' },
  FINAL: { sv: 'Slutligt bedömningsunderlag', en: 'Final scorebook' },
  JURY: { sv: 'Juryn', en: 'Jury' },
  EMBARGO: { sv: 'Publiceringsspärr', en: 'Embargo' },
  ANNOUNCED: { sv: 'Tillkännagivet', en: 'Announced' },
  FEEDBACK: { sv: 'Återföring', en: 'Feedback' },
  REVIEW: { sv: 'Utvärdering av processen', en: 'Review of the process' },
  ARCHIVED: { sv: 'Arkiverat', en: 'Archived' },
});

export const milestoneLabel = labels(Milestone_Kind, {
  REGISTRATION: { sv: 'Anmälan', en: 'Registration' },
  SUBMISSION: { sv: 'Tävlingsbidrag', en: 'Submission' },
  BOARD_EVIDENCE: { sv: 'Protokollsutdrag från nämnd eller styrelse', en: 'Extract of the board’s minutes' },
  CEREMONY: { sv: 'Prisutdelning', en: 'Award ceremony' },
});

export const ruleLabel = labels(EligibilityRule_Code, {
  CITY_FINANCED: { sv: 'Finansieras av staden', en: 'Financed by the city' },
  BUDGET_RESPONSIBILITY: { sv: 'Chef med budgetansvar', en: 'Manager responsible for the budget' },
  STAFF_RESPONSIBILITY: { sv: 'Chef med personalansvar', en: 'Manager responsible for the staff' },
  OPERATIONAL_RESPONSIBILITY: { sv: 'Chef med verksamhetsansvar', en: 'Manager responsible for the operation' },
  OPERATIONAL_PLAN: { sv: 'Verksamhetsplan med mål', en: 'Operational plan with goals' },
  MIN_STAFF: { sv: 'Minst antal medarbetare, chefen inräknad', en: 'Fewest employees, with the manager' },
  MIN_STOCKHOLM_PLACES: { sv: 'Andel platser som staden belägger, procent', en: 'Share of places filled by the city, per cent' },
  MIN_STOCKHOLM_CHILDREN: { sv: 'Andel barn från staden, procent', en: 'Share of children from the city, per cent' },
  FORECAST_BALANCED: { sv: 'Prognos om budget i balans', en: 'Forecast of a balanced budget' },
  NO_RECENT_DEFICIT: { sv: 'Inget underskott förra året eller i årets prognos', en: 'No deficit last year or in this year’s forecast' },
  WINNER_COOLDOWN: { sv: 'Spärrtid för vinnare, år', en: 'Cooldown for winners, years' },
  MENTION_COOLDOWN: { sv: 'Spärrtid för hedersomnämnande, år', en: 'Cooldown for mentions, years' },
  BOARD_VERIFIED: { sv: 'Nämndens eller styrelsens beslut verifierat', en: 'Act of the board verified' },
});

export const appliesLabel = labels(EligibilityRule_AppliesTo, {
  PARTICIPATE: { sv: 'delta', en: 'take part' },
  WIN: { sv: 'få utmärkelsen', en: 'receive the award' },
});

export const severityLabel = labels(EligibilityRule_Severity, {
  BLOCK: { sv: 'Hindrar', en: 'Blocks' },
  WARN: { sv: 'Påpekas', en: 'Is pointed out' },
  WAIVABLE: { sv: 'Hindrar, om inte kansliet ger dispens', en: 'Blocks, unless the office waives it' },
});

export const criterionLabel = labels(Criterion_Kind, {
  PROCESS: { sv: 'Arbetssätt', en: 'Process' },
  RESULT: { sv: 'Resultat', en: 'Result' },
});

export const regimeLabel = labels(JuryRules_Regime, {
  COLLEGIATE_FL: { sv: 'Juryn beslutar gemensamt (förvaltningslagen 28–30 §§).', en: 'The jury decides jointly (Administrative Procedure Act 28–30).' },
  CHAIR_ON_DELEGATION_KL: {
    sv: 'Ordföranden beslutar på delegation efter att ha hört juryn (kommunallagen). Juryns röster är råd.',
    en: 'The chair decides on delegation after hearing the jury (Local Government Act). The jury’s votes are advice.',
  },
  BOARD_KL: { sv: 'Juryn beslutar som nämnd (kommunallagen).', en: 'The jury decides as a board (Local Government Act).' },
});

const originLabel = labels(Origin, {
  STATED: { sv: 'Årets dokument', en: 'Documents of the year' },
  HOUSE: { sv: 'Krans förval', en: 'Default of Krans' },
  OTHER_YEAR: { sv: 'Annat års dokument', en: 'Documents of another year' },
  INVENTED: { sv: 'Påhittat för exemplet', en: 'Invented for the example' },
});

// Where a statement comes from, in a line.
export const sourceText = (source: Source | undefined): string =>
  source ? [originLabel(source.origin), source.reference].filter(Boolean).join(': ') : '–';
