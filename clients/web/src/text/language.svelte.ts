// The reader's language, and how texts, dates and numbers are written in it.
export type Language = 'sv' | 'en';

const first: Language = localStorage.getItem('krans-language') === 'en' ? 'en' : 'sv';
let current = $state<Language>(first);

export const language = {
  get now() {
    return current;
  },
  set(next: Language) {
    current = next;
    localStorage.setItem('krans-language', next);
    document.documentElement.lang = next;
  },
};
document.documentElement.lang = first;

type Values = Record<string, string | number>;

function filled(text: string, values: Values): string {
  const numbered = text.replace(/\{(\w+)\|([^|}]*)\|([^}]*)\}/g, (_, name: string, one: string, more: string) => (String(values[name]) === '1' ? one : more));
  return numbered.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

// The texts of one part of the client in both languages: a key that one of them lacks does not compile. Returns the
// function that gives a text in the reader's language, with `{name}` replaced by what `values` says, and
// `{name|one|more}` by the word for that many.
export function dictionary<K extends string>(texts: { sv: Record<K, string>; en: Record<NoInfer<K>, string> }) {
  return (key: K, values: Values = {}): string => filled(texts[current][key], values);
}

// A value's label for each name of an enumeration of the schemas: a name without a label does not compile.
export function labels<E extends Record<string, string | number>>(
  type: E,
  texts: Record<Exclude<keyof E & string, `${string}UNSPECIFIED`>, { sv: string; en: string }>,
) {
  return (value: number): string => {
    const name = type[value as unknown as keyof E] as unknown as keyof typeof texts;
    return texts[name]?.[current] ?? '–';
  };
}

// Choices of an enumeration in its order, without the unspecified.
export function optionsOf<T extends Record<string, string | number>>(type: T, label: (value: number) => string) {
  return Object.values(type)
    .filter((value): value is number => typeof value === 'number' && value !== 0)
    .map((value) => ({ value, label: label(value) }));
}

// The same for a list, whose values are text.
export const listOf = (type: Record<string, string | number>, label: (value: number) => string) =>
  optionsOf(type, label).map((option) => ({ value: String(option.value), label: option.label }));

// A text that the award's own records hold in both languages, Swedish where there is no English.
export function either(sv: string, en = ''): string {
  return current === 'en' && en !== '' ? en : sv;
}

const locale = () => (current === 'sv' ? 'sv-SE' : 'en-GB');
const timeZone = 'Europe/Stockholm';

// "2024-05-17" as a day.
export function day(text: string): string {
  if (text === '') return '–';
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${text}T00:00:00Z`));
}

export function moment(time: { seconds: bigint } | Date | undefined): string {
  if (time === undefined) return '–';
  const date = time instanceof Date ? time : new Date(Number(time.seconds) * 1000);
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(date);
}

export function number(value: number | bigint, options: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(locale(), options).format(value);
}

// Of a file: "340 kB", "1,2 MB".
export function fileSize(bytes: number | bigint): string {
  const kilobytes = Math.ceil(Number(bytes) / 1024);
  const isSmall = kilobytes < 1000;
  return `${number(isSmall ? kilobytes : kilobytes / 1024, { maximumFractionDigits: 1 })}\u00a0${isSmall ? 'kB' : 'MB'}`;
}

export function percent(value: number | undefined): string {
  return value === undefined ? '–' : `${number(value)} %`.replace(' ', '\u00a0');
}

// Names in a row: "a, b och c".
export function together(names: string[]): string {
  return new Intl.ListFormat(locale()).format(names);
}

// Compares as a reader of the language sorts.
export function compare(a: string, b: string): number {
  return a.localeCompare(b, locale(), { numeric: true });
}
