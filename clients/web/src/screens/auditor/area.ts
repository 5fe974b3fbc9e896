import type { Area } from '../../areas';
import { services, type Service } from './services';
import { t } from './text';

const isService = (name = '') => services.includes(name as Service);

export const auditor: Area = {
  routes: [
    { path: '/revision', load: () => import('./Services.svelte') },
    { path: '/historia', load: () => import('./Find.svelte') },
    { path: '/historia/:type/:name', fits: ({ type = '' }) => isService(type.split('.')[1]), load: () => import('./History.svelte') },
    { path: '/revision/:chain/:service', fits: ({ chain, service }) => (chain === 'journal' || chain === 'lasningar') && isService(service), load: () => import('./Journal.svelte') },
  ],
  menu: [
    { label: () => t('services'), about: () => t('servicesAbout'), path: () => '/revision', isFor: (who) => who.auditor },
    { label: () => t('find'), about: () => t('findAbout'), path: () => '/historia', isFor: (who) => who.auditor || who.office },
  ],
};
