// What a screen reader is told of while the person goes on with something else.
let said = $state('');

export const status = {
  get said() {
    return said;
  },
  say(text: string) {
    said = said === text ? `${text}\u00a0` : text;
  },
};
