// The words for a team of examiners, and how far it has come with a case.
import { Evaluation_State, Membership_Role } from '@krans/proto/krans/scoring/v1/teams_pb.js';
import { labels } from './language.svelte';

export const teamRoleLabel = labels(Membership_Role, {
  LEAD: { sv: 'Lagledare', en: 'Team lead' },
  EXAMINER: { sv: 'Examinator', en: 'Examiner' },
  TRAINEE: { sv: 'Aspirant', en: 'Trainee' },
  OBSERVER: { sv: 'Observatör', en: 'Observer' },
});

export const evaluationLabel = labels(Evaluation_State, {
  TEAM_ASSIGNED: { sv: 'Individuell bedömning', en: 'Individual assessment' },
  CONSENSUS: { sv: 'Konsensus före besöket', en: 'Consensus before the visit' },
  CONSENSUS_AGREED: { sv: 'Överens före besöket', en: 'Agreed before the visit' },
  FINAL_CONSENSUS: { sv: 'Överens efter besöket', en: 'Agreed after the visit' },
  SIGNED: { sv: 'Undertecknat', en: 'Signed' },
  DELIVERED_TO_JURY: { sv: 'Överlämnat till juryn', en: 'Delivered to the jury' },
});
