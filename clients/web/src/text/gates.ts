// What each gate between the parts of a year asks for.
import { Gate_Code } from '@krans/proto/krans/submissions/v1/cycles_pb.js';
import { labels } from './language.svelte';

export const gateLabel = labels(Gate_Code, {
  G1_SEAL_NEEDS_REGISTRATION: { sv: 'Bidraget lämnas in av den som är anmäld', en: 'Only who is registered hands in a submission' },
  G2_TEAM_NEEDS_ACCEPTED_AND_ELIGIBLE: { sv: 'Ett lag får bara öppnade bidrag från behöriga enheter', en: 'A team gets opened submissions of eligible units only' },
  G3_VISIT_NEEDS_BOARD: { sv: 'Platsbesöket väntar på nämnden', en: 'The site visit waits for the board' },
  G4_WINNER_NEEDS_VERIFIED: { sv: 'Den som vinner har kontrollerade villkor', en: 'A winner’s conditions are verified' },
  G5_FEEDBACK_NEEDS_ANNOUNCEMENT: { sv: 'Återföringen väntar på tillkännagivandet', en: 'Feedback waits for the announcement' },
  G6_BOARD_REFUSAL_WITHDRAWS: { sv: 'Nämndens nej avslutar deltagandet', en: 'A board’s no ends the participation' },
});

export const gateCode = (name = ''): Gate_Code => Gate_Code[name as keyof typeof Gate_Code] ?? Gate_Code.CODE_UNSPECIFIED;
