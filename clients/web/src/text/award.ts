// The award's words for what its records say: a value without a label does not compile.
import { Phase } from '@krans/proto/krans/access/v1/access_pb.js';
import { Outcome_Kind } from '@krans/proto/krans/jury/v1/decisions_pb.js';
import { BoardMatter_Adjustment, BoardMatter_Result, BoardMatter_State } from '@krans/proto/krans/submissions/v1/board_matters_pb.js';
import { BoardAct_Act, EligibilityRule_Code, JuryRules_Regime, Milestone_Kind } from '@krans/proto/krans/submissions/v1/cycles_pb.js';
import { OperatorKind, UnitKind } from '@krans/proto/krans/submissions/v1/organisation_pb.js';
import { Eligibility_State, Participation_State, Verdict } from '@krans/proto/krans/submissions/v1/participations_pb.js';
import { Origin, type Source } from '@krans/proto/krans/submissions/v1/source_pb.js';
import { Submission_State } from '@krans/proto/krans/submissions/v1/submissions_pb.js';
import { labels } from './language.svelte';

export const phaseLabel = labels(Phase, {
  REGISTRATION: { sv: 'Anmälan', en: 'Registration' },
  SUBMISSION: { sv: 'Bidrag', en: 'Submission' },
  OPENING: { sv: 'Öppning av bidragen', en: 'Opening of submissions' },
  INDIVIDUAL: { sv: 'Individuell bedömning', en: 'Individual assessment' },
  CONSENSUS: { sv: 'Konsensus', en: 'Consensus' },
  SITE_VISIT: { sv: 'Platsbesök', en: 'Site visits' },
  FINAL: { sv: 'Slutlig bedömning', en: 'Final assessment' },
  JURY: { sv: 'Jury', en: 'Jury' },
  EMBARGO: { sv: 'Publiceringsspärr', en: 'Embargo' },
  ANNOUNCED: { sv: 'Tillkännagivande', en: 'Announcement' },
  FEEDBACK: { sv: 'Återföring', en: 'Feedback' },
  REVIEW: { sv: 'Utvärdering av processen', en: 'Review of the process' },
  ARCHIVED: { sv: 'Arkiverat', en: 'Archived' },
});

export const milestoneLabel = labels(Milestone_Kind, {
  REGISTRATION: { sv: 'Sista dag för anmälan', en: 'Last day to register' },
  SUBMISSION: { sv: 'Sista dag för bidraget', en: 'Last day for the submission' },
  BOARD_EVIDENCE: { sv: 'Sista dag för nämndens protokollsutdrag', en: 'Last day for the extract of the board’s minutes' },
  CEREMONY: { sv: 'Prisutdelning', en: 'Award ceremony' },
});

export const participationLabel = labels(Participation_State, {
  REGISTERED: { sv: 'Anmäld', en: 'Registered' },
  LATE_REGISTERED: { sv: 'Anmäld med dispens', en: 'Registered by dispensation' },
  WITHDRAWN: { sv: 'Återtagen', en: 'Withdrawn' },
  DEFERRED: { sv: 'Återtagen, vill delta ett senare år', en: 'Withdrawn, wants to take part a later year' },
});

export const eligibilityLabel = labels(Eligibility_State, {
  DECLARED: { sv: 'Uppgifter lämnade', en: 'Facts declared' },
  VERIFIED: { sv: 'Behörig', en: 'Eligible' },
  WAIVED: { sv: 'Behörig med dispens', en: 'Eligible by dispensation' },
  REJECTED: { sv: 'Inte behörig', en: 'Not eligible' },
  REVOKED: { sv: 'Behörigheten återkallad', en: 'Eligibility revoked' },
});

export const submissionLabel = labels(Submission_State, {
  SEALED: { sv: 'Inlämnat', en: 'Handed in' },
  LATE: { sv: 'Inlämnat för sent', en: 'Handed in late' },
  ACCEPTED_BY_DISPENSATION: { sv: 'Mottaget med dispens', en: 'Accepted by dispensation' },
  REFUSED: { sv: 'Avvisat', en: 'Refused' },
  OPENED: { sv: 'Öppnat', en: 'Opened' },
  WITHDRAWN: { sv: 'Återtaget', en: 'Withdrawn' },
  UNSEALED: { sv: 'Utkast', en: 'Draft' },
});

export const matterLabel = labels(BoardMatter_State, {
  PREPARED: { sv: 'Förberett', en: 'Prepared' },
  DECIDED: { sv: 'Behandlat', en: 'Decided' },
  VERIFIED: { sv: 'Behandlat, protokollet granskat', en: 'Decided, minutes verified' },
});

export const matterResultLabel = labels(BoardMatter_Result, {
  APPROVED: { sv: 'Godkänt', en: 'Approved' },
  REJECTED: { sv: 'Avslaget', en: 'Rejected' },
  NOTED: { sv: 'Anmält och lagt till handlingarna', en: 'Noted' },
  POSTPONED: { sv: 'Bordlagt', en: 'Postponed' },
});

export const adjustmentLabel = labels(BoardMatter_Adjustment, {
  ORDINARY: { sv: 'Vanlig justering', en: 'Ordinary' },
  IMMEDIATE: { sv: 'Omedelbar justering', en: 'Immediate' },
});

export const actLabel = labels(BoardAct_Act, {
  APPROVAL: { sv: 'Godkännande', en: 'Approval' },
  NOTIFICATION: { sv: 'Anmälan till nämnden', en: 'Notification' },
  INFORMATION: { sv: 'Information', en: 'Information' },
});

export const regimeLabel = labels(JuryRules_Regime, {
  COLLEGIATE_FL: {
    sv: 'Juryn beslutar gemensamt. Omröstningen avgör, och vid lika röstetal den som leder ärendet (förvaltningslagen 28–30 §§).',
    en: 'The jury decides jointly. The vote decides, and on a tie the person presiding (Administrative Procedure Act 28–30).',
  },
  CHAIR_ON_DELEGATION_KL: {
    sv: 'Ordföranden beslutar på delegation efter att ha hört juryn. Juryns röster är råd (kommunallagen).',
    en: 'The chair decides on delegation after hearing the jury. The jury’s votes are advice (Local Government Act).',
  },
  BOARD_KL: {
    sv: 'Juryn beslutar som nämnd. Vid lika röstetal avgör den som leder ärendet (kommunallagen).',
    en: 'The jury decides as a board. On a tie the person presiding decides (Local Government Act).',
  },
});

export const outcomeLabel = labels(Outcome_Kind, {
  WINNER: { sv: 'Vinnare av Kvalitetsutmärkelsen', en: 'Winner of Kvalitetsutmärkelsen' },
  HONOURABLE_MENTION: { sv: 'Hedersomnämnande', en: 'Honourable mention' },
  PARTICIPANT: { sv: 'Deltagare', en: 'Participant' },
});

export const verdictLabel = labels(Verdict, {
  PASS: { sv: 'Uppfyllt', en: 'Met' },
  FAIL: { sv: 'Inte uppfyllt', en: 'Not met' },
  UNKNOWN: { sv: 'Uppgift saknas', en: 'Fact missing' },
  NOT_APPLICABLE: { sv: 'Gäller inte enheten', en: 'Not about this unit' },
  WAIVED: { sv: 'Dispens', en: 'Waived' },
});

export const ruleLabel = labels(EligibilityRule_Code, {
  CITY_FINANCED: { sv: 'Finansierad av Stockholms stad', en: 'Financed by the City of Stockholm' },
  BUDGET_RESPONSIBILITY: { sv: 'Chefen har budgetansvar', en: 'The manager has budget responsibility' },
  STAFF_RESPONSIBILITY: { sv: 'Chefen har personalansvar', en: 'The manager has staff responsibility' },
  OPERATIONAL_RESPONSIBILITY: { sv: 'Chefen har verksamhetsansvar', en: 'The manager has operational responsibility' },
  OPERATIONAL_PLAN: { sv: 'Verksamhetsplan med mål', en: 'Operational plan with goals' },
  MIN_STAFF: { sv: 'Minsta antal medarbetare', en: 'Least number of employees' },
  MIN_STOCKHOLM_PLACES: { sv: 'Andel platser belagda av staden', en: 'Share of places filled by the city' },
  MIN_STOCKHOLM_CHILDREN: { sv: 'Andel barn från Stockholms stad', en: 'Share of children from the city' },
  FORECAST_BALANCED: { sv: 'Prognos i balans', en: 'Balanced forecast' },
  NO_RECENT_DEFICIT: { sv: 'Inget underskott i fjol eller i år', en: 'No deficit last year or this year' },
  WINNER_COOLDOWN: { sv: 'Spärrtid efter utmärkelsen', en: 'Waiting time after the award' },
  MENTION_COOLDOWN: { sv: 'Spärrtid efter hedersomnämnande', en: 'Waiting time after an honourable mention' },
  BOARD_VERIFIED: { sv: 'Nämndens protokoll granskat', en: 'The board’s minutes verified' },
});

const originLabel = labels(Origin, {
  STATED: { sv: 'Årets dokument', en: 'This year’s document' },
  OTHER_YEAR: { sv: 'Ett annat års dokument', en: 'Another year’s document' },
  HOUSE: { sv: 'Krans förval', en: 'Krans’s own default' },
  INVENTED: { sv: 'Påhittat för exemplet', en: 'Invented for the example' },
});

export const unitKindLabel = labels(UnitKind, {
  PRESCHOOL: { sv: 'Förskola', en: 'Preschool' },
  SCHOOL: { sv: 'Skola', en: 'School' },
  ELDERLY_CARE: { sv: 'Äldreomsorg', en: 'Elderly care' },
  SOCIAL_SERVICES: { sv: 'Socialtjänst', en: 'Social services' },
  DISABILITY: { sv: 'Stöd och service till personer med funktionsnedsättning', en: 'Support to people with disabilities' },
  OTHER: { sv: 'Annan verksamhet', en: 'Other' },
});

export const operatorKindLabel = labels(OperatorKind, {
  MUNICIPAL: { sv: 'Kommunal', en: 'Municipal' },
  COMPANY: { sv: 'Stadens bolag', en: 'A company of the city' },
  CONTRACTOR: { sv: 'Entreprenad', en: 'Contractor' },
  PRIVATE_GRANT: { sv: 'Fristående med bidrag', en: 'Private, by grant' },
  PRIVATE_PURCHASED: { sv: 'Enskilt driven, platser köps', en: 'Private, places bought' },
});

// Where something comes from, with the place in the city's documents.
export function sourceText(source: Source | undefined): string {
  if (!source) return '–';
  const isDocument = source.origin === Origin.STATED || source.origin === Origin.OTHER_YEAR;
  return [originLabel(source.origin), isDocument && source.reference].filter(Boolean).join(', ');
}
