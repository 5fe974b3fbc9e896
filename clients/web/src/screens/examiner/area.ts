import type { Area } from '../../areas';
import { t } from './text';

const at = '/:year/uppdrag/:unit';

export const examiner: Area = {
  routes: [
    { path: '/:year/uppdrag', load: () => import('./Cases.svelte') },
    { path: at, load: () => import('./Case.svelte') },
    { path: `${at}/bidrag`, load: () => import('./Reading.svelte') },
    { path: `${at}/bedomning`, load: () => import('./Assessment.svelte') },
    { path: `${at}/bedomning/:criterion`, load: () => import('./Judgement.svelte') },
    { path: `${at}/konsensus/:stage`, load: () => import('./Consensus.svelte') },
    { path: `${at}/konsensus/:stage/:criterion`, load: () => import('./Proposal.svelte') },
    { path: `${at}/besok`, load: () => import('./Visit.svelte') },
    { path: `${at}/besok/plan`, load: () => import('./VisitPlan.svelte') },
    { path: `${at}/besok/anteckningar`, load: () => import('./VisitNotes.svelte') },
    { path: `${at}/underlag`, load: () => import('./Scorebook.svelte') },
  ],
  menu: [{ label: () => t('myCases'), about: () => t('myCasesAbout'), path: (year) => `/${year}/uppdrag`, isFor: (who) => who.examiner }],
};
