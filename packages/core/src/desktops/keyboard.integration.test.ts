import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { scripted } from "./testing/desktop-samples.ts";
import { openTestNode, type TestNode } from "./testing/open-test-desktop.ts";
import { heard, inTerminal, LISTENER } from "./testing/terminal.ts";
import { viewDesktop } from "./testing/view-desktop.ts";

const PATIENT = { timeout: 20_000, interval: 100 };

let node: TestNode;
beforeAll(async () => {
  node = await openTestNode();
});
afterAll(() => node[Symbol.asyncDispose]());

/** A `LISTENER` that says when its window has the focus: nothing has to be typed to find that out. */
const FOCUSED_LISTENER = `until xprop -root _NET_ACTIVE_WINDOW | grep -q '0x[1-9a-f]'; do sleep 0.1; done
echo FOCUSED >> /tmp/out
${LISTENER}`;

/** Each begins with a character that no keyboard of a PC has: it is the first key of its desktop. */
const ALPHABETS: [string, string[]][] = [
  ["the letters of western Europe", ["ñandú ÁÉÍÓÚ ¿qué? ¡sí!", "çà et là, œuvre, ÀÂÇÈÉÊËÎÏÔÙÛÜ", "ÅÄÖ åäö ÆØ æø ßẞ", "€£¥§°"]],
  [
    "the letters of middle and eastern Europe",
    ["ąćęłńóśźż ĄĆĘŁŃÓŚŹŻ", "áčďéěíňóřšťúůýž ÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ", "çğıöşü ÇĞİÖŞÜ", "őű ŐŰ"],
  ],
  ["Cyrillic", ["абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ", "їієґ ЇІЄҐ №₽"]],
  ["Greek", ["αβγδεζηθικλμνξοπρστυφχψως", "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ", "άέήίόύώ"]],
  ["Hebrew and Arabic", ["אבגדהוזחטיכלמנסעפצקרשתךםןףץ", "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"]],
  ["kana", ["あいうえおかきくけこさしすせそたちつてとなにぬねの", "アイウエオカキクケコサシスセソタチツテトナニヌネノ"]],
];

/** Keysym of a character as a viewer sends it (X Window System Protocol, appendix A). */
const keysymOf = (character: string): number => {
  const point = character.codePointAt(0) ?? 0;
  return point <= 0xff ? point : 0x0100_0000 + point;
};

/** Every program reads the map of the keyboard again for each new character. */
const UNHURRIED = { timeout: 60_000, interval: 100 };
const PER_LINE = 24;
const hanFrom = (point: number): string =>
  Array.from({ length: PER_LINE }, (_, index) => String.fromCodePoint(point + index)).join("");

/** Pressed and let go by the number that a PC's keyboard gives to `b` (QEMU extended KeyEvent). */
const CAPS_LOCK = 0xffe5;
const DEAD_DIAERESIS = 0xfe57;
const A_BY_THE_NUMBER_OF_B = Buffer.from("ff0000010000006100000030ff0000000000006100000030", "hex");

/** A client that holds Shift, or has its Caps Lock on, and names small letters: the display takes it for one whose Caps Lock is another one. */
const A_WITH_SHIFT = Buffer.from("040100000000ffe104010000000000610400000000000061040000000000ffe1", "hex");

it.each(ALPHABETS)(
  "a desktop takes %s, from its first key on, and of a key its symbol, whatever number stands beside it, and Shift or Caps Lock",
  async (_name, lines) => {
    const mark = node.lines().length;
    await using opened = await node.start({ template: scripted(inTerminal(FOCUSED_LISTENER)) });
    using viewer = await viewDesktop(opened.desktop);
    const printed = () => node.lines().slice(mark);
    await vi.waitFor(() => expect(printed()).toContain("FOCUSED"), PATIENT);
    for (const line of lines) {
      for (const character of line) viewer.key(keysymOf(character));
      viewer.type("\n");
    }
    const [first = ""] = lines[0] ?? "";
    viewer.say(A_BY_THE_NUMBER_OF_B);
    viewer.say(A_WITH_SHIFT);
    viewer.key(keysymOf(first));
    viewer.key(CAPS_LOCK);
    for (const character of `Z${first}`) viewer.key(keysymOf(character));
    for (const keysym of [DEAD_DIAERESIS, keysymOf("U")]) viewer.key(keysym);
    viewer.type("\n");
    await vi.waitFor(() => expect(heard(printed())).toEqual([...lines, `aa${first}Z${first}Ü`]), PATIENT);
  },
);

it("a desktop takes more characters in its life than a keyboard has key codes", { timeout: 300_000 }, async () => {
  const mark = node.lines().length;
  await using opened = await node.start({ template: scripted(inTerminal(FOCUSED_LISTENER)) });
  using viewer = await viewDesktop(opened.desktop);
  const printed = () => node.lines().slice(mark);
  await vi.waitFor(() => expect(printed()).toContain("FOCUSED"), PATIENT);
  const lines = Array.from({ length: 7 }, (_, line) => hanFrom(0x4e00 + line * PER_LINE));
  for (const [index, line] of [...lines, ...lines.slice(0, 1)].entries()) {
    for (const character of line) viewer.key(keysymOf(character));
    viewer.type("\n");
    // A person does not type ahead of what the screen shows by more than a line.
    await vi.waitFor(() => expect(heard(printed()).at(index)).toBe(line), UNHURRIED);
  }
});
