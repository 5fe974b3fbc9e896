// What the kinds of record are called in Swedish; in English by the words of their type.
import { language } from '../../text/language.svelte';

const swedish: Record<string, string> = {
  Participation: 'Anmälan',
  Eligibility: 'Behörighet att delta',
  Submission: 'Tävlingsbidrag, kvitto',
  OpenedSubmission: 'Tävlingsbidrag, öppnat',
  SealedBox: 'Tävlingsbidrag, förseglat',
  Answer: 'Svar på en fråga',
  Presentation: 'Presentation av verksamheten',
  Opening: 'Öppning av bidragen',
  BoardMatter: 'Nämndärende',
  Extract: 'Protokollsutdrag',
  Cycle: 'Årets omgång',
  Calendar: 'Tidplan',
  QuestionSet: 'Frågor',
  ScoringScheme: 'Poängskala',
  EligibilityRules: 'Villkor',
  Body: 'Nämnd eller styrelse',
  Unit: 'Enhet',
  ParticipationTarget: 'Mål för deltagande',
  Distinction: 'Tidigare utmärkelse',
  Person: 'Person',
  Role: 'Roll',
  Assessment: 'Individuell bedömning',
  AssessmentItem: 'Individuell bedömning av ett kriterium',
  Conflict: 'Jäv hos en examinator',
  ConsensusItem: 'Konsensus om ett kriterium',
  Examiner: 'Examinator',
  Scorebook: 'Bedömningsunderlag',
  DeliveredScorebook: 'Bedömningsunderlag, överlämnat',
  Team: 'Examinatorslag',
  Evaluation: 'Utvärdering',
  VisitIssue: 'Platsbesöksfråga',
  Evidence: 'Sakuppgift',
  Note: 'Minnesanteckning',
  SiteVisit: 'Platsbesök',
  Jury: 'Juryns ledamöter',
  Matter: 'Klass i juryn',
  Docket: 'Enheterna i en klass',
  Recusal: 'Jäv i juryn',
  Proposal: 'Förslag i juryn',
  Ballot: 'Omröstning',
  Vote: 'Röst',
  Decision: 'Beslut',
  Announcement: 'Tillkännagivande',
  Outcome: 'Utfall för en enhet',
  ClassOutcome: 'Utfall i en klass',
};

// "Board matter" of "krans.submissions.v1.BoardMatter".
export function labelOf(type: string): string {
  const name = type.slice(type.lastIndexOf('.') + 1);
  const words = name.replace(/(?!^)([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  return language.now === 'sv' ? (swedish[name] ?? words) : words;
}
