import type { Area } from '../../areas';
import { t } from './text';

const at = '/:year/jury';

export const jury: Area = {
  routes: [
    { path: at, load: () => import('./Classes.svelte') },
    { path: `${at}/ledamoter`, load: () => import('./Members.svelte') },
    { path: `${at}/tillkannagivande`, load: () => import('./Announce.svelte') },
    { path: `${at}/:matter`, load: () => import('./Matter.svelte') },
    { path: `${at}/:matter/underlag`, load: () => import('./Dossiers.svelte') },
    { path: `${at}/:matter/underlag/:letter`, load: () => import('./Dossier.svelte') },
    { path: `${at}/:matter/forslag`, load: () => import('./Propose.svelte') },
  ],
  menu: [
    {
      label: () => t('jury'),
      about: () => t('juryAbout'),
      path: (year) => `/${year}/jury`,
      isFor: (who) => who.juror || who.office || who.auditor,
    },
  ],
};
