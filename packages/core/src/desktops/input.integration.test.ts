import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { describeKey } from "./keysyms/describe-key.ts";
import { scripted } from "./testing/desktop-samples.ts";
import { openTestNode, type TestNode } from "./testing/open-test-desktop.ts";
import { startRdpClient } from "./testing/rdp-client.ts";
import { viewDesktop } from "./testing/view-desktop.ts";

/** Keys of the viewer; 10 000 are typed before a release: `LUCID_INPUT_KEYS=10000`. */
const KEYS = Number(process.env["LUCID_INPUT_KEYS"] ?? 600);
/** xdotool types one key in 20 ms. */
const RDP_ROUNDS = Math.ceil(KEYS / 200);
const PATIENT = { timeout: 50_000 + 25 * KEYS, interval: 100 };

const ALPHABETS = [
  "abcdefghijklmnopqrstuvwxyząćęłńóśźżñåäöß€",
  "αβγδεζηθικλμνξοπρστυφχψω",
  "абвгдежзийклмнопрстуфхцчшщъыьэюяіїє",
  "אבגדהוזחטיכלמנסעפצקרשת",
  "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
  "アイウエオカキクケコサシスセソタチツテト",
];
/** What the keys of a Russian keyboard type that stand where an American one has `a` to `z`. */
const AMERICAN = "abcdefghijklmnopqrstuvwxyz";
const RUSSIAN = "фисвуапршолдьтщзйкыегмцчня";

let node: TestNode;
beforeAll(async () => {
  node = await openTestNode();
});
afterAll(() => node[Symbol.asyncDispose]());

it(
  `tells every key once, in order and with its client, when two type at once (${KEYS} keys, six alphabets)`,
  async () => {
    await using opened = await node.start({ template: scripted("sleep infinity") });
    const { desktop, events } = opened;
    await using rdp = await startRdpClient({ ...desktop, port: desktop.rdpPort, arguments: ["/kbd:0x00000419"] });
    await vi.waitFor(async () => expect(await rdp.pixel(799, 599)).toBe("#204060"), PATIENT);
    using viewer = await viewDesktop(desktop);
    const idOf = (kind: string): number | undefined => desktop.clients().find((client) => client.kind === kind)?.clientId;
    const [viewerId, rdpId] = [idOf("viewer"), idOf("rdp")];
    // FreeRDP lets go of modifiers and Tab by itself when its window gets the focus; those keys have names.
    const characters = (clientId: number | undefined, pressed: boolean): string[] =>
      events.flatMap((event) => {
        if (event.type !== "key" || event.clientId !== clientId || event.pressed !== pressed) return [];
        const { character, key } = describeKey(event.keysym, true);
        return key === undefined ? [character ?? `<${event.keysym.toString(16)}>`] : [];
      });

    const typed = Array.from({ length: Math.ceil(KEYS / ALPHABETS.join("").length) }, () => ALPHABETS.join(""))
      .flatMap((text) => Array.from(text))
      .slice(0, KEYS);
    const typing = rdp.type(AMERICAN.repeat(RDP_ROUNDS));
    for (const [index, character] of typed.entries()) {
      viewer.key(0x0100_0000 + (character.codePointAt(0) ?? 0));
      // The answer to this comes when the display has taken what was sent before: the two clients' keys mix.
      if (index % 20 === 0) await viewer.screen();
    }
    await typing;

    await vi.waitFor(() => expect(characters(rdpId, false)).toHaveLength(AMERICAN.length * RDP_ROUNDS), PATIENT);
    await vi.waitFor(() => expect(characters(viewerId, false)).toHaveLength(typed.length), PATIENT);
    for (const pressed of [true, false]) {
      expect(characters(viewerId, pressed)).toEqual(typed);
      expect(characters(rdpId, pressed).join("")).toBe(RUSSIAN.repeat(RDP_ROUNDS));
    }
    const order = events.flatMap((event) => (event.type === "key" ? [event.clientId] : []));
    expect(order.lastIndexOf(viewerId ?? 0)).toBeGreaterThan(order.indexOf(rdpId ?? 0));
    expect(events.filter(({ type }) => type.startsWith("program"))).toEqual([]);
  },
  120_000 + 30 * KEYS,
);

it("does not tell as done what a client types while input is frozen, or points at while another one holds a button, and tells what is let go for it", async () => {
  await using opened = await node.start();
  const { desktop, events } = opened;
  using viewer = await viewDesktop(desktop);
  viewer.hold(0x61);
  viewer.pointer(10, 20, 1);
  await viewer.screen();
  using other = await viewDesktop(desktop);
  for (const buttons of [0, 1, 0]) other.pointer(50, 60, buttons);
  await other.screen();
  desktop.setInputEnabled(false);
  viewer.key(0x62);
  viewer.pointer(30, 40, 0);
  await viewer.screen();
  expect(events.slice(1)).toMatchObject([
    { type: "key", pressed: true, keysym: 0x61 },
    { type: "button", pressed: true, button: 1, x: 10, y: 20 },
    { type: "client-connected", clientId: 2 },
    { type: "key", pressed: false, keysym: 0x61 },
    { type: "button", pressed: false, button: 1, x: 10, y: 20 },
    { type: "input-changed", enabled: false },
    { type: "input-refused", clientId: 1, action: "type" },
  ]);
  desktop.setInputEnabled(true);
  other.pointer(50, 60, 1);
  await other.screen();
  expect(events.at(-1)).toMatchObject({ type: "button", clientId: 2, pressed: true, x: 50, y: 60 });
});
