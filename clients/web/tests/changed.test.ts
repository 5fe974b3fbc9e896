import { describe, expect, it } from 'vitest';
import { carried } from '../src/api/changed';

describe('what a person has written', () => {
  it('is carried over to what a colleague saved meanwhile, which keeps the rest', () => {
    const was = { name: 'Enheten', manager: 'a', codes: ['x'] };
    const mine = { name: 'Enheten', manager: 'b', codes: ['x'] };
    const now = { name: 'Nya enheten', manager: 'c', codes: ['x', 'y'] };
    expect(carried(was, mine, now)).toEqual({ name: 'Nya enheten', manager: 'b', codes: ['x', 'y'] });
  });
});
