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
  it('refuses another form', () => {
    expect(match('/:year/uppdrag', '/2024')).toBeUndefined();
    expect(match('/:year/uppdrag', '/2024/besok')).toBeUndefined();
  });
});
