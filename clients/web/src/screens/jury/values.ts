// Labels of the jury's enumerations.
import { JuryMember_Role } from '@krans/proto/krans/jury/v1/juries_pb.js';
import { Matter_State } from '@krans/proto/krans/jury/v1/matters_pb.js';
import { Comment_Kind } from '@krans/proto/krans/scoring/v1/assessments_pb.js';
import { labels } from '../../text/language.svelte';

export const matterLabel = labels(Matter_State, {
  PRESENTED: { sv: 'Underlag utan namn', en: 'Dossiers without names' },
  NAMED: { sv: 'Underlag med namn', en: 'Dossiers with names' },
  DECIDED: { sv: 'Beslutat', en: 'Decided' },
});

export const roleLabel = labels(JuryMember_Role, {
  CHAIR: { sv: 'Ordförande', en: 'Chair' },
  DEPUTY: { sv: 'Vice ordförande', en: 'Deputy chair' },
  MEMBER: { sv: 'Ledamot', en: 'Member' },
});

export const commentLabel = labels(Comment_Kind, {
  STRENGTH: { sv: 'Styrkor', en: 'Strengths' },
  IMPROVEMENT: { sv: 'Förbättringsområden', en: 'Opportunities for improvement' },
});
