// Labels of the rules' enumerations.
import { Criterion_Kind, EligibilityRule_AppliesTo, EligibilityRule_Severity, JuryRules_Regime } from '@krans/proto/krans/submissions/v1/cycles_pb.js';
import { labels } from '../../text/language.svelte';

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
