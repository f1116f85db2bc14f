/** Keysyms of X11 that are no characters. */
export const KEYSYM = {
  backspace: 0xff08,
  tab: 0xff09,
  enter: 0xff0d,
  escape: 0xff1b,
  left: 0xff51,
  up: 0xff52,
  right: 0xff53,
  down: 0xff54,
  control: 0xffe3,
  alt: 0xffe9,
} as const;

/** X11 has its own numbers for control keys, those of Latin-1 as they are, and Unicode with a bit in front of it. */
function keysymOf(character: string): number {
  if (character === "\n") return KEYSYM.enter;
  if (character === "\t") return KEYSYM.tab;
  const point = character.codePointAt(0) ?? 0;
  return (point >= 0x20 && point <= 0x7e) || (point >= 0xa0 && point <= 0xff) ? point : 0x0100_0000 + point;
}

/**
 * The keys that lead from one text to the next: a keyboard on the screen tells what a field holds and not what was
 * pressed, and takes words back to put others in their place.
 */
export function keysBetween(before: string, after: string): number[] {
  const old = Array.from(before);
  const fresh = Array.from(after);
  const differing = old.findIndex((character, at) => character !== fresh[at]);
  const shared = differing === -1 ? old.length : differing;
  return [...old.slice(shared).map(() => KEYSYM.backspace as number), ...fresh.slice(shared).map(keysymOf)];
}
