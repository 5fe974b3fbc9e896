import { dictionary } from '../text/language.svelte';

export const t = dictionary({
  sv: {
    criterion: 'Kriterium',
    score: 'Poäng',
    compare: '{label} (jämförelse)',
    profileSummary: '{n} av {of} bedömda. Högst: {high}. Lägst: {low}.',
    profileNone: 'Inget är bedömt än.',
    individual: 'Enskild bedömning',
    agreed: 'Laget',
    before: 'Före besöket',
    spread: 'Spridning',
    stripSummary: 'Enskilda bedömningar som punkter på skalan 0–100 %, lagets omdöme som en romb. Störst spridning: {label}, {n} procentenheter.',
    examiner: 'Examinator',
    none: 'ej bedömd',
  },
  en: {
    criterion: 'Criterion',
    score: 'Score',
    compare: '{label} (comparison)',
    profileSummary: '{n} of {of} judged. Highest: {high}. Lowest: {low}.',
    profileNone: 'Nothing is judged yet.',
    individual: 'Individual judgement',
    agreed: 'The team',
    before: 'Before the visit',
    spread: 'Spread',
    stripSummary: 'Individual judgements as dots on the scale 0–100 %, the team’s as a diamond. Largest spread: {label}, {n} percentage points.',
    examiner: 'Examiner',
    none: 'not judged',
  },
});
