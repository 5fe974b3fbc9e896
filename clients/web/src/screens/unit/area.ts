import type { Area } from '../../areas';
import { t } from './text';

const at = '/:year/enhet/:unit';

export const unit: Area = {
  routes: [
    { path: '/:year/enhet', load: () => import('./Units.svelte') },
    { path: at, load: () => import('./Unit.svelte') },
    { path: `${at}/anmalan`, load: () => import('./Registration.svelte') },
    { path: `${at}/bidrag`, load: () => import('./Submission.svelte') },
    { path: `${at}/bidrag/hela`, load: () => import('./Whole.svelte') },
    { path: `${at}/bidrag/:part`, load: () => import('./Writing.svelte') },
    { path: `${at}/namnd`, load: () => import('./Board.svelte') },
    { path: `${at}/besok`, load: () => import('./Visit.svelte') },
    { path: `${at}/resultat`, load: () => import('./Result.svelte') },
  ],
  menu: [{ label: () => t('myUnit'), about: () => t('myUnitAbout'), path: (year) => `/${year}/enhet`, isFor: (who) => who.manager }],
};
