import type { Area } from '../../areas';
import { t } from './text';

const at = '/:year/namnd';

export const board: Area = {
  routes: [
    { path: at, load: () => import('./Matters.svelte') },
    { path: `${at}/:matter`, load: () => import('./Prepare.svelte') },
    { path: `${at}/:matter/beslut`, load: () => import('./Record.svelte') },
    { path: `${at}/:matter/protokoll`, load: () => import('./Extract.svelte') },
  ],
  menu: [{ label: () => t('board'), about: () => t('boardAbout'), path: (year) => `/${year}/namnd`, isFor: (who) => who.registrar }],
};
