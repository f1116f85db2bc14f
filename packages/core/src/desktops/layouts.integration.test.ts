import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { describeKey } from "./keysyms/describe-key.ts";
import { TYPING_KEYS } from "./rdp/keyboards/keyboard-file.ts";
import { scripted } from "./testing/desktop-samples.ts";
import { openTestNode, type TestNode } from "./testing/open-test-desktop.ts";
import { startRdpClient } from "./testing/rdp-client.ts";

const PATIENT = { timeout: 30_000, interval: 100 };
const SHIFT = 50;
const ALT_GR = 108;
const ROWS = { upper: TYPING_KEYS.slice(13, 25), middle: TYPING_KEYS.slice(25, 36), lower: TYPING_KEYS.slice(38, 48) };
const LETTERS = [...ROWS.upper, ...ROWS.middle, ...ROWS.lower];
const DIGITS = TYPING_KEYS.slice(1, 11);

/** Layouts that people write most with: what their letters and digits type, and some keys with AltGr. */
const LAYOUTS: [name: string, id: string, letters: string, capitals: string, digits: string, altGr: [number, string][]][] = [
  ["American", "409", "qwertyuiop[]asdfghjkl;'zxcvbnm,./", 'QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?', "1234567890", []],
  ["British", "809", "qwertyuiop[]asdfghjkl;'zxcvbnm,./", "QWERTYUIOP{}ASDFGHJKL:@ZXCVBNM<>?", "1234567890", [[13, "€"]]],
  [
    "German",
    "407",
    "qwertzuiopü+asdfghjklöäyxcvbnm,.-",
    "QWERTZUIOPÜ*ASDFGHJKLÖÄYXCVBNM;:_",
    "1234567890",
    [
      [24, "@"],
      [26, "€"],
      [16, "{"],
    ],
  ],
  [
    "French",
    "40c",
    "azertyuiop·$qsdfghjklmùwxcvbn,;:!",
    "AZERTYUIOP·£QSDFGHJKLM%WXCVBN?./§",
    "&é\"'(-è_çà",
    [
      [19, "@"],
      [26, "€"],
    ],
  ],
  [
    "Spanish",
    "40a",
    "qwertyuiop·+asdfghjklñ·zxcvbnm,.-",
    "QWERTYUIOP·*ASDFGHJKLÑ·ZXCVBNM;:_",
    "1234567890",
    [
      [11, "@"],
      [26, "€"],
      [12, "#"],
      [10, "|"],
    ],
  ],
  [
    "Italian",
    "410",
    "qwertyuiopè+asdfghjklòàzxcvbnm,.-",
    "QWERTYUIOPé*ASDFGHJKLç°ZXCVBNM;:_",
    "1234567890",
    [
      [47, "@"],
      [26, "€"],
    ],
  ],
  [
    "Polish",
    "415",
    "qwertyuiop[]asdfghjkl;'zxcvbnm,./",
    'QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?',
    "1234567890",
    [
      [38, "ą"],
      [26, "ę"],
      [46, "ł"],
    ],
  ],
  [
    "Brazilian",
    "416",
    "qwertyuiop·[asdfghjklç·zxcvbnm,.;",
    "QWERTYUIOP·{ASDFGHJKLÇ·ZXCVBNM<>:",
    "1234567890",
    [
      [24, "/"],
      [25, "?"],
    ],
  ],
  [
    "Turkish",
    "41f",
    "qwertyuıopğüasdfghjklşizxcvbnmöç.",
    "QWERTYUIOPĞÜASDFGHJKLŞİZXCVBNMÖÇ:",
    "1234567890",
    [
      [24, "@"],
      [26, "€"],
    ],
  ],
  ["Russian", "419", "йцукенгшщзхъфывапролджэячсмитьбю.", "ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,", "1234567890", []],
  ["Ukrainian", "422", "йцукенгшщзхїфівапролджєячсмитьбю.", "ЙЦУКЕНГШЩЗХЇФІВАПРОЛДЖЄЯЧСМИТЬБЮ,", "1234567890", []],
  ["Czech", "405", "qwertzuiopú)asdfghjklů§yxcvbnm,.-", 'QWERTZUIOP/(ASDFGHJKL"!YXCVBNM?:_', "+ěščřžýáíé", [[26, "€"]]],
  ["Greek", "408", ";ςερτυθιοπ[]ασδφγηξκλ·'ζχψωβνμ,./", ':ΣΕΡΤΥΘΙΟΠ{}ΑΣΔΦΓΗΞΚΛ·"ΖΧΨΩΒΝΜ<>?', "1234567890", [[26, "€"]]],
  ["Hebrew", "40d", "/'קראטוןםפ][שדגכעיחלךף,זסבהנמצתץ.", 'QWERTYUIOP}{ASDFGHJKL:"ZXCVBNM><?', "1234567890", [[13, "₪"]]],
  ["Arabic", "401", "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرﻻىةوزظ", "", "1234567890", []],
];

let node: TestNode;
beforeAll(async () => {
  node = await openTestNode();
});
afterAll(() => node[Symbol.asyncDispose]());

it(
  `types what stands on the keys of ${LAYOUTS.length} keyboards, over RDP`,
  async () => {
    await using opened = await node.start({ template: scripted("sleep infinity") });
    const { desktop, events } = opened;
    for (const [name, id, letters, capitals, digits, altGr] of LAYOUTS) {
      await using rdp = await startRdpClient({ ...desktop, port: desktop.rdpPort, arguments: [`/kbd:0x${id.padStart(8, "0")}`] });
      await vi.waitFor(async () => expect(await rdp.pixel(799, 599)).toBe("#204060"), PATIENT);
      const clientId = desktop.clients()[0]?.clientId;
      const mark = events.length;
      /** What was typed; a dot for a dead key, which types nothing by itself. */
      const typed = (): string =>
        events
          .slice(mark)
          .flatMap((event) => {
            if (event.type !== "key" || event.clientId !== clientId || !event.pressed) return [];
            const { character, key = "" } = describeKey(event.keysym, true);
            return character ?? (key.startsWith("dead_") ? "·" : []);
          })
          .join("");
      await rdp.press(LETTERS);
      if (capitals !== "") await rdp.press(LETTERS, [SHIFT]);
      await rdp.press(DIGITS);
      await rdp.press(
        altGr.map(([code]) => code),
        [ALT_GR],
      );
      const expected = letters + capitals + digits + altGr.map(([, character]) => character).join("");
      await vi.waitFor(() => expect(`${name} ${typed()}`).toBe(`${name} ${expected}`), { timeout: 10_000, interval: 100 });
    }
  },
  60_000 + 30_000 * LAYOUTS.length,
);
