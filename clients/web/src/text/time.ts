// Days of the award and how far away they are, in words. Days begin and end in Stockholm, and the service's clock decides.
import { Milestone_Kind, Milestone_WeekendPolicy, PhaseWindow_Override, type Milestone, type PhaseWindow } from '@krans/proto/krans/submissions/v1/cycles_pb.js';
import { session } from '../api/session.svelte';
import { dictionary, number } from './language.svelte';

const t = dictionary({
  sv: {
    today: 'i dag',
    beforeMidnight: 'i dag, före midnatt',
    tomorrow: 'i morgon',
    days: 'om {n} dagar',
    weeks: 'om {n} veckor',
    yesterday: 'i går',
    ago: 'för {n} dagar sedan',
    weeksAgo: 'för {n} veckor sedan',
  },
  en: {
    today: 'today',
    beforeMidnight: 'today, before midnight',
    tomorrow: 'tomorrow',
    days: 'in {n} days',
    weeks: 'in {n} weeks',
    yesterday: 'yesterday',
    ago: '{n} days ago',
    weeksAgo: '{n} weeks ago',
  },
});

const dayMilliseconds = 86_400_000;
const inStockholm = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: 'Europe/Stockholm' });

// "2024-05-17".
export const dayOf = (time: Date) => inStockholm.format(time);
export const today = () => dayOf(session.now());

// What one person proposes, another may confirm for a day.
export const isOverADayAgo = (time: Date) => session.now() > aDayAfter(time);
export const aDayAfter = (time: Date) => new Date(time.getTime() + dayMilliseconds);
export const aDayBefore = (time: Date) => new Date(time.getTime() - dayMilliseconds);

// Days from today to `text`; negative where it has passed.
export function daysTo(text: string): number {
  return Math.round((Date.parse(text) - Date.parse(today())) / dayMilliseconds);
}

// How far away the day of something is.
export function away(text: string): string {
  const days = daysTo(text);
  if (days === 0) return t('today');
  if (days === 1) return t('tomorrow');
  if (days === -1) return t('yesterday');
  if (days < -27) return t('weeksAgo', { n: number(Math.round(-days / 7)) });
  if (days < 0) return t('ago', { n: number(-days) });
  return days > 27 ? t('weeks', { n: number(Math.round(days / 7)) }) : t('days', { n: number(days) });
}

// The same for the last day of something, which ends at midnight.
export const countdown = (text: string): string => (daysTo(text) === 0 ? t('beforeMidnight') : away(text));

// The same for a day of the calendar: the last of something, but for the ceremony.
export const milestoneCountdown = (kind: Milestone_Kind, due: string): string => (kind === Milestone_Kind.CEREMONY ? away(due) : countdown(due));

// The last day that counts, moved from a weekend where the year says so.
export function dueDay({ due, weekendPolicy }: Milestone): string {
  const weekday = new Date(due).getUTCDay();
  const intoWeekend = weekday === 6 ? 1 : weekday === 0 ? 2 : 0;
  let move = 0;
  if (intoWeekend && weekendPolicy === Milestone_WeekendPolicy.NEXT_WORKDAY) move = 3 - intoWeekend;
  if (intoWeekend && weekendPolicy === Milestone_WeekendPolicy.PREVIOUS_WORKDAY) move = -intoWeekend;
  return new Date(Date.parse(due) + move * dayMilliseconds).toISOString().slice(0, 10);
}

export function isOpen(window: PhaseWindow): boolean {
  if (window.override === PhaseWindow_Override.OPEN) return true;
  if (window.override === PhaseWindow_Override.CLOSED || window.byOffice) return false;
  const now = today();
  return (window.opens === '' || window.opens <= now) && (window.closes === '' || now <= window.closes);
}
