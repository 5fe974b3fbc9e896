import type { Area } from '../../areas';
import { t } from './text';

export const auditor: Area = {
  routes: [
    { path: '/revision', load: () => import('./Services.svelte') },
    { path: '/historia', load: () => import('./Find.svelte') },
    { path: '/historia/:type/:name', load: () => import('./History.svelte') },
    { path: '/revision/:chain/:service', load: () => import('./Journal.svelte') },
  ],
  menu: [
    { label: () => t('services'), about: () => t('servicesAbout'), path: () => '/revision', isFor: (who) => who.auditor },
    { label: () => t('find'), about: () => t('findAbout'), path: () => '/historia', isFor: (who) => who.auditor || who.office },
  ],
};
