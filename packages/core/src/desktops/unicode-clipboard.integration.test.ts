import { readFile } from "node:fs/promises";
import { duplexPair } from "node:stream";
import { constants, deflateSync, inflateSync } from "node:zlib";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { Desktop } from "./desktop.ts";
import { createByteReader } from "./rfb/byte-reader.ts";
import { OPEN_POLICY, scripted } from "./testing/desktop-samples.ts";
import { openTestNode, type TestNode } from "./testing/open-test-desktop.ts";
import { startSelectionOwner } from "./testing/selection-owner.ts";
import { F5, heard, inTerminal, LISTENER } from "./testing/terminal.ts";
import { viewDesktop } from "./testing/view-desktop.ts";
import { COOKIE_BYTES } from "./x/x-authority.ts";

const MEBIBYTE = 1_048_576;
const PATIENT = { timeout: 30_000, interval: 100 };
const EXTENDED = 0xc0a1e5ce | 0;
const [CAPS, REQUEST, NOTIFY, PROVIDE] = [0x0100_0000, 0x0200_0000, 0x0800_0000, 0x1000_0000];
const EVERYTHING = 0x1f00_0001;

let node: TestNode;
beforeAll(async () => {
  node = await openTestNode();
});
afterAll(() => node[Symbol.asyncDispose]());

const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
};

/** A viewer that speaks the extended clipboard as the page's does, and asks for what is in the desktop whether it was told of it or not. */
async function viewExtended(desktop: Pick<Desktop, "attachViewer">) {
  const [inside, outside] = duplexPair();
  desktop.attachViewer(inside, { address: "192.0.2.7", viewOnly: false });
  const reader = createByteReader(outside);
  const send = (flags: number, content: Buffer = Buffer.alloc(0)): void =>
    void outside.write(Buffer.concat([u32(0x0600_0000), u32(-4 - content.length), u32(flags), content]));
  const received: string[] = [];
  let own = "";
  let capsSeen = 0;

  async function readMessages(): Promise<void> {
    for (;;) {
      const type = (await reader.read(1))[0];
      if (type !== 3) throw new Error(`unexpected RFB server message ${type}`);
      const length = (await reader.read(7)).readInt32BE(3);
      const message = await reader.read(Math.abs(length));
      if (length >= 0) {
        received.push(message.toString("latin1"));
        continue;
      }
      const flags = message.readUInt32BE();
      if (flags & CAPS) {
        capsSeen += 1;
        send(EVERYTHING, u32(1 << 20));
      } else if (flags & REQUEST) {
        const text = Buffer.from(`${own}\0`);
        send(PROVIDE | 1, deflateSync(Buffer.concat([u32(text.length), text])));
      } else if (flags & NOTIFY) send(REQUEST | 1);
      else if (flags & PROVIDE) {
        const plain = inflateSync(message.subarray(4), { finishFlush: constants.Z_SYNC_FLUSH });
        received.push(plain.toString("utf8", 4, 4 + plain.readUInt32BE() - 1));
      }
    }
  }

  await reader.read(12);
  outside.write("RFB 003.008\n");
  await reader.read(2);
  outside.write(Buffer.from([1]));
  await reader.read(4);
  outside.write(Buffer.from([1]));
  await reader.read((await reader.read(24)).readUInt32BE(20));
  outside.write(Buffer.concat([Buffer.from([2, 0, 0, 2]), u32(0), u32(EXTENDED)]));
  readMessages().catch(() => outside.destroy());
  await vi.waitFor(() => expect(capsSeen).toBe(1), PATIENT);
  return {
    received,
    offer(text: string) {
      own = text;
      send(NOTIFY | 1);
    },
    ask: () => send(REQUEST | 1),
    key: (keysym: number) => void outside.write(Buffer.concat([u32(0x0401_0000), u32(keysym), u32(0x0400_0000), u32(keysym)])),
    [Symbol.dispose]: () => void outside.destroy(),
  };
}

const RETURN = 0xff0d;
const TEXT = "Grüße, Привет 日本 🌍👩‍💻";
const setClipboard = `printf '\\e]52;c;%s\\a' "$(printf '%s' '${TEXT}' | base64 -w0)"`;

it("carries Unicode into a desktop out of which nothing may go, and hears nothing of what is in it", async () => {
  const mark = node.lines().length;
  const printed = () => node.lines().slice(mark);
  const script = `${setClipboard}; ${LISTENER}`;
  await using opened = await node.start({
    template: scripted(inTerminal(script)),
    policy: { ...OPEN_POLICY, clipboard: { hostToRemote: true, remoteToHost: false } },
  });
  using viewer = await viewExtended(opened.desktop);
  await vi.waitFor(() => {
    viewer.key(RETURN);
    expect(printed()).toContain("GOT ");
  }, PATIENT);
  viewer.ask();
  viewer.offer(`${TEXT}\r\nzweite Zeile`);
  await vi.waitFor(() => {
    viewer.ask();
    viewer.key(F5);
    viewer.key(RETURN);
    expect(heard(printed())).toEqual(
      expect.arrayContaining([expect.stringContaining(TEXT), expect.stringContaining("zweite Zeile")]),
    );
  }, PATIENT);
  expect(viewer.received).toEqual([]);
  expect(opened.events.filter(({ type }) => type === "clipboard-out")).toEqual([]);
});

it("carries Unicode out of a desktop into which nothing may go, and takes nothing that is offered", async () => {
  const mark = node.lines().length;
  const printed = () => node.lines().slice(mark);
  const script = `while read -r line; do echo "GOT $line" >> /tmp/out; ${setClipboard}; done`;
  await using opened = await node.start({
    template: scripted(inTerminal(script)),
    policy: { ...OPEN_POLICY, clipboard: { hostToRemote: false, remoteToHost: true } },
  });
  using viewer = await viewExtended(opened.desktop);
  viewer.offer("from the person");
  await vi.waitFor(() => {
    viewer.key(F5);
    viewer.key(RETURN);
    expect(viewer.received).toContain(TEXT);
  }, PATIENT);
  expect(new Set(viewer.received)).toEqual(new Set([TEXT]));
  expect(heard(printed()).join()).not.toContain("person");
  const told = opened.events.filter(({ type }) => type === "clipboard-out");
  expect(told[0]).toMatchObject({ bytes: Buffer.byteLength(TEXT), refused: null });
});

it("lets no text out that is too large, tells it for every kind of viewer, and carries the next one", async () => {
  await using opened = await node.start();
  const { desktop, events } = opened;
  using owner = await startSelectionOwner(desktop.appSocket, (await readFile(desktop.xauthority)).subarray(-COOKIE_BYTES));
  using extended = await viewExtended(desktop);
  using plain = await viewDesktop(desktop);
  const told = (clientId: number, refused: "size" | null) =>
    events.filter((event) => event.type === "clipboard-out" && event.clientId === clientId && event.refused === refused);
  await vi.waitFor(() => {
    owner.own([Buffer.alloc(MEBIBYTE, "x"), Buffer.from("y")]);
    expect([told(1, "size").length > 0, told(2, "size").length > 0]).toEqual([true, true]);
  }, PATIENT);
  const before = owner.asked;
  expect(extended.received).toEqual([]);
  // A program that begins pieces and gives none.
  await vi.waitFor(() => {
    const { asked } = owner;
    owner.ownInVain("pieces");
    expect(asked).toBeGreaterThan(before);
  }, PATIENT);
  await vi.waitFor(() => {
    owner.own([Buffer.from("small")]);
    expect([extended.received, plain.received]).toEqual([expect.arrayContaining(["small"]), expect.arrayContaining(["small"])]);
  }, PATIENT);
  expect(events.filter(({ type }) => type === "client-disconnected")).toEqual([]);
});
