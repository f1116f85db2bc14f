/**
 * Keys that the display's keyboard has beside those of a PC. The system's own list gives nearly every key code one,
 * and a character that no key has takes a free code for good: with that list a desktop takes 19 such characters in
 * its life. Without it there are codes for every alphabet that somebody writes in.
 */
export const NO_FURTHER_KEYS = {
  path: "/usr/share/X11/xkb/symbols/inet",
  text: 'default partial alphanumeric_keys xkb_symbols "evdev" { };\n',
} as const;
