import { session } from '../../api/session.svelte';
import type { Area } from '../../areas';
import { t } from './text';

export const results: Area = {
  routes: [
    { path: '/resultat', load: () => import('./Results.svelte') },
    { path: '/resultat/:year', load: () => import('./Results.svelte') },
    { path: '/regler/:year', load: () => import('./Rules.svelte') },
  ],
  menu: [
    { label: () => t('results'), about: () => t('resultsAbout'), path: (year) => (year ? `/resultat/${year}` : '/resultat'), isFor: () => true },
    { label: () => t('rules'), about: () => t('rulesAbout'), path: (year) => `/regler/${year}`, isFor: () => session.signedIn },
  ],
};
