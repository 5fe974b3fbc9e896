import type { Area } from '../../areas';

export const start: Area = {
  routes: [
    { path: '/', load: () => import('./Start.svelte') },
    { path: '/personer', load: () => import('./People.svelte') },
    { path: '/inloggad', load: () => import('./SignedIn.svelte') },
    { path: '/utkorg', load: () => import('./Waiting.svelte') },
  ],
  menu: [],
};
