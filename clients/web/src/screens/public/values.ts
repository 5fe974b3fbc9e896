// Labels of the rules' enumerations.
import { Criterion_Kind, EligibilityRule_AppliesTo, EligibilityRule_Severity } from '@krans/proto/krans/submissions/v1/cycles_pb.js';
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
