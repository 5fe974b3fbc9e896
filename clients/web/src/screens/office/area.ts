import type { Area } from '../../areas';
import { t } from './text';

const at = '/:year/kansli';

export const office: Area = {
  routes: [
    { path: at, load: () => import('./Overview.svelte') },
    { path: `${at}/deltaganden`, load: () => import('./Participations.svelte') },
    { path: `${at}/ny-anmalan`, load: () => import('./Register.svelte') },
    { path: `${at}/deltaganden/:unit`, load: () => import('./Participation.svelte') },
    { path: `${at}/tidplan`, load: () => import('./Calendar.svelte') },
    { path: `${at}/oppning`, load: () => import('./Opening.svelte') },
    { path: `${at}/examinatorer`, load: () => import('./Examiners.svelte') },
    { path: `${at}/ny-examinator`, load: () => import('./Examiner.svelte') },
    { path: `${at}/examinatorer/:person`, load: () => import('./Examiner.svelte') },
    { path: `${at}/lag`, load: () => import('./Teams.svelte') },
    { path: `${at}/jav`, load: () => import('./Conflicts.svelte') },
    { path: `${at}/personer`, load: () => import('./People.svelte') },
    { path: `${at}/enheter`, load: () => import('./Units.svelte') },
    { path: `${at}/ny-enhet`, load: () => import('./Unit.svelte') },
    { path: `${at}/enheter/:unit`, load: () => import('./Unit.svelte') },
  ],
  menu: [{ label: () => t('office'), about: () => t('officeAbout'), path: (year) => `/${year}/kansli`, isFor: (who) => who.office }],
};
