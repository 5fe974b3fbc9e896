import { Code, ConnectError } from '@connectrpc/connect';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Loaded } from '../src/parts/loaded.svelte';

let stop: (() => void) | undefined;

// What a screen reads, in the life of a component.
function loaded<T>(get: () => Promise<T>): Loaded<T> {
  let made!: Loaded<T>;
  stop = $effect.root(() => void (made = new Loaded(get)));
  return made;
}
const online = () => dispatchEvent(new Event('online'));

describe('what a screen reads', () => {
  afterEach(() => stop?.());

  it('is read again when the network is back, where it could not be reached', async () => {
    const get = vi.fn<() => Promise<string>>().mockRejectedValueOnce(new TypeError('fetch failed')).mockResolvedValue('here');
    const from = loaded(get);
    await vi.waitFor(() => expect(from.refusal).toBeDefined());
    online();
    await vi.waitFor(() => expect(from.value).toBe('here'));
    expect(from.refusal).toBeUndefined();
    online();
    expect(get).toHaveBeenCalledTimes(2);
  });

  it('is not read again where the service said no, nor after the screen was left', async () => {
    const get = vi.fn<() => Promise<string>>().mockRejectedValue(new ConnectError('no', Code.PermissionDenied));
    const from = loaded(get);
    await vi.waitFor(() => expect(from.refusal).toBeDefined());
    online();
    get.mockRejectedValue(new TypeError('fetch failed'));
    await from.again();
    stop!();
    online();
    expect(get).toHaveBeenCalledTimes(2);
  });
});
