// Labels of the jury's enumerations.
import { JuryMember_Role } from '@krans/proto/krans/jury/v1/juries_pb.js';
import { Matter_State } from '@krans/proto/krans/jury/v1/matters_pb.js';
import { Comment_Kind } from '@krans/proto/krans/scoring/v1/assessments_pb.js';
import { Evidence_Kind } from '@krans/proto/krans/sitevisits/v1/notes_pb.js';
import { JuryRules_Regime } from '@krans/proto/krans/submissions/v1/cycles_pb.js';
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

export const commentLabel = labels(Comment_Kind, {
  STRENGTH: { sv: 'Styrkor', en: 'Strengths' },
  IMPROVEMENT: { sv: 'Förbättringsområden', en: 'Opportunities for improvement' },
});

export const evidenceLabel = labels(Evidence_Kind, {
  INTERVIEW: { sv: 'Intervju', en: 'Interview' },
  OBSERVATION: { sv: 'Iakttagelse', en: 'Observation' },
  DOCUMENT: { sv: 'Dokument', en: 'Document' },
  DATA: { sv: 'Uppgifter', en: 'Data' },
});
