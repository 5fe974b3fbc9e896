// Whether a juror has said that nothing disqualifies them: once for a class without names, and again when names show. Krans
// records a conflict, never the lack of one; so this is remembered by the browser's tab alone.
import { Matter_State, type MatterView } from '@krans/proto/krans/jury/v1/matters_pb.js';
import { session } from '../../api/session.svelte';

const keyOf = (view: MatterView) => `krans-impartial ${session.person} ${view.matter?.name} ${view.matter?.state === Matter_State.PRESENTED ? 'letters' : 'names'}`;
let said = $state(0);

export const impartial = {
  isAsked(view: MatterView): boolean {
    void said;
    return view.matter?.state !== Matter_State.DECIDED && sessionStorage.getItem(keyOf(view)) === null;
  },
  say(view: MatterView): void {
    sessionStorage.setItem(keyOf(view), 'none');
    said += 1;
  },
  // Asks again, where the juror has found a conflict after all.
  ask(view: MatterView): void {
    sessionStorage.removeItem(keyOf(view));
    said += 1;
  },
};
