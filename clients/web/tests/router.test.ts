import { describe, expect, it } from 'vitest';
import { match } from '../src/router.svelte';

describe('addresses', () => {
  it('gives the parameters of an address of the form', () => {
    expect(match('/:year/uppdrag/:unit', '/2024/uppdrag/rvci')).toEqual({ year: '2024', unit: 'rvci' });
  });
  it('takes a slash at the end', () => {
    expect(match('/:year/uppdrag', '/2024/uppdrag/')).toEqual({ year: '2024' });
    expect(match('/', '/')).toEqual({});
  });
  it('that cannot be read is of no form, instead of breaking the page', () => {
    expect(match('/:year/enhet/:unit', '/2024/enhet/%E0%A4%A')).toBeUndefined();
    expect(match('/:year/enhet/:unit', '/2024/enhet/%C3%A5')).toEqual({ year: '2024', unit: 'å' });
  });
  it('refuses another form', () => {
    expect(match('/:year/uppdrag', '/2024')).toBeUndefined();
    expect(match('/:year/uppdrag', '/2024/besok')).toBeUndefined();
  });
});
