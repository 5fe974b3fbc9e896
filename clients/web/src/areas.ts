// The parts of the client, one for each thing a person may be in the award. Each brings its screens and its menu.
import type { Standing } from './api/standing.svelte';
import type { Route } from './router.svelte';
import { auditor } from './screens/auditor/area';
import { board } from './screens/board/area';
import { examiner } from './screens/examiner/area';
import { jury } from './screens/jury/area';
import { office } from './screens/office/area';
import { results } from './screens/public/area';
import { start } from './screens/start/area';
import { unit } from './screens/unit/area';

export interface Area {
  routes: Route[];
  menu: {
    label: () => string;
    about: () => string; // one line on the start page
    path: (year: string) => string;
    isFor: (who: Standing) => boolean;
  }[];
}

export const areas: Area[] = [start, unit, board, office, examiner, jury, results, auditor];
