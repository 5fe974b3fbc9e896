import type { Area } from '../../areas';

export const examiner: Area = { routes: [], menu: [] };
