const NAMED: Readonly<Record<number, string>> = {
  0xff08: "BackSpace",
  0xff09: "Tab",
  0xff0d: "Return",
  0xff13: "Pause",
  0xff14: "Scroll_Lock",
  0xff1b: "Escape",
  0xff50: "Home",
  0xff51: "Left",
  0xff52: "Up",
  0xff53: "Right",
  0xff54: "Down",
  0xff55: "Page_Up",
  0xff56: "Page_Down",
  0xff57: "End",
  0xff61: "Print",
  0xff63: "Insert",
  0xff67: "Menu",
  0xff7f: "Num_Lock",
  0xff8d: "KP_Enter",
  0xff95: "KP_Home",
  0xff96: "KP_Left",
  0xff97: "KP_Up",
  0xff98: "KP_Right",
  0xff99: "KP_Down",
  0xff9a: "KP_Page_Up",
  0xff9b: "KP_Page_Down",
  0xff9c: "KP_End",
  0xff9e: "KP_Insert",
  0xff9f: "KP_Delete",
  0xffe1: "Shift_L",
  0xffe2: "Shift_R",
  0xffe3: "Control_L",
  0xffe4: "Control_R",
  0xffe5: "Caps_Lock",
  0xffe7: "Meta_L",
  0xffe8: "Meta_R",
  0xffe9: "Alt_L",
  0xffea: "Alt_R",
  0xffeb: "Super_L",
  0xffec: "Super_R",
  0xffff: "Delete",
  0xfe03: "ISO_Level3_Shift",
  0xfe20: "ISO_Left_Tab",
};

const SHIFT = 0x01;
const LOCK = 0x02;
const LEVEL_3 = 0x80;

/** Name of a key that types nothing (X11 keysymdef.h); undefined for every key that types a character. */
export function keyName(keysym: number): string | undefined {
  if (keysym >= 0xffbe && keysym <= 0xffd5) return `F${keysym - 0xffbd}`;
  return NAMED[keysym];
}

/** The keysym a key gives under the modifiers of `state`, from its row of the keyboard mapping. */
export function keysymOf(row: readonly number[], state: number): number {
  const level = state & LEVEL_3 && row[4] ? 4 : 0;
  const plain = row[level] ?? 0;
  const shifted = row[level + 1] || plain;
  const isLetter = plain !== shifted && characterOf(plain)?.toUpperCase() === characterOf(shifted);
  const wantsShift = Boolean(state & SHIFT) !== (isLetter && Boolean(state & LOCK));
  return wantsShift ? shifted : plain;
}

/** Character of a keysym: Latin-1, keypad, or Unicode by the rule 0x01000000 + code point; else undefined. */
export function characterOf(keysym: number): string | undefined {
  if ((keysym >= 0x20 && keysym <= 0x7e) || (keysym >= 0xa0 && keysym <= 0xff)) return String.fromCodePoint(keysym);
  if (keysym > 0x0100_0000 && keysym <= 0x0110_ffff) return String.fromCodePoint(keysym - 0x0100_0000);
  if (keysym >= 0xffaa && keysym <= 0xffb9) return String.fromCodePoint(keysym - 0xff80);
  return undefined;
}
