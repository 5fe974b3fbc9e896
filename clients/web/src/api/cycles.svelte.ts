// The years of the award, and the one that the pages are about.
import { Cycle_State, Cycles, type Calendar, type Cycle, type QuestionSet, type ScoringScheme } from '@krans/proto/krans/submissions/v1/cycles_pb.js';
import { router } from '../router.svelte';
import { all, client } from './client';
import { award, cycleName } from './names';

const service = client(Cycles);

class Years {
  all = $state.raw<Cycle[]>([]);

  // Newest first, drafts too where the person may see them.
  async load(): Promise<void> {
    const list = await all(async (pageToken) => {
      const answer = await service.listCycles({ parent: award, pageSize: 50, pageToken });
      return { items: answer.cycles, nextPageToken: answer.nextPageToken };
    });
    this.all = list.sort((a, b) => b.year - a.year);
  }

  // The year in the address, or else the newest that is published.
  get now(): string {
    const year = router.place?.params.year;
    if (year) return year;
    const newest = this.all.find((cycle) => cycle.state === Cycle_State.PUBLISHED) ?? this.all[0];
    return newest ? String(newest.year) : '';
  }

  get cycle(): Cycle | undefined {
    return this.all.find((cycle) => String(cycle.year) === this.now);
  }
}

export const years = new Years();

// Read once a page load: they are frozen when the year is published.
function once<T>(read: (year: string) => Promise<T>): (year: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (year) => {
    let value = known.get(year);
    if (!value) {
      value = read(year);
      value.catch(() => known.delete(year));
      known.set(year, value);
    }
    return value;
  };
}

export const cycleOf = once<Cycle>((year) => service.getCycle({ name: cycleName(year) }));
export const schemeOf = once<ScoringScheme>((year) => service.getScoringScheme({ name: `${cycleName(year)}/scheme` }));
export const questionsOf = once<QuestionSet>((year) => service.getQuestionSet({ name: `${cycleName(year)}/questions` }));
export const calendarOf = (year: string): Promise<Calendar> => service.getCalendar({ name: `${cycleName(year)}/calendar` });
