import { describe, expect, it } from 'vitest';
import { csv, type Column } from '../src/parts/table';

const columns: Column<string>[] = [{ key: 'a', label: 'Enhet', text: (row) => row }];

describe('a table as a file', () => {
  it('quotes what would break a row', () => {
    expect(csv(columns, ['a;b', 'say "x"'])).toBe('\ufeffEnhet\r\n"a;b"\r\n"say ""x"""\r\n');
  });
  it('does not let a cell become a formula, but leaves negative numbers', () => {
    expect(csv(columns, ['=1+1', '-5', '-5,5'])).toBe("\ufeffEnhet\r\n'=1+1\r\n-5\r\n-5,5\r\n");
  });
});
