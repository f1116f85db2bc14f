import { duplexPair } from "node:stream";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { Desktop } from "./desktop.ts";
import { createByteReader } from "./rfb/byte-reader.ts";
import { openTestNode, type TestNode } from "./testing/open-test-desktop.ts";
import { viewDesktop } from "./testing/view-desktop.ts";

const PATIENT = { timeout: 30_000, interval: 50 };
const MEBIBYTE = 1_048_576;

let node: TestNode;
let opened: Awaited<ReturnType<TestNode["start"]>>;
beforeAll(async () => {
  node = await openTestNode();
  opened = await node.start();
});
afterAll(async () => {
  await opened[Symbol.asyncDispose]();
  await node[Symbol.asyncDispose]();
});

/** A viewer that was let in and says whatever it likes. */
async function attach(desktop: Pick<Desktop, "attachViewer">) {
  const [inside, outside] = duplexPair();
  desktop.attachViewer(inside, { address: "192.0.2.8", viewOnly: false });
  outside.on("error", () => undefined);
  const reader = createByteReader(outside);
  await reader.read(12);
  outside.write("RFB 003.008\n");
  await reader.read(2);
  outside.write(Buffer.from([1]));
  await reader.read(4);
  return { outside, reader };
}

/** ClientCutText with this length, and as many bytes as are sent of it. */
const cutText = (length: number): Buffer => {
  const head = Buffer.alloc(8);
  head[0] = 6;
  head.writeUInt32BE(length, 4);
  return head;
};

it.each([
  ["leaves before its last word", (): Buffer[] => []],
  ["leaves in the middle of a key", () => [Buffer.from([1]), Buffer.from([4, 1, 0])]],
  ["leaves in the middle of a list of encodings", () => [Buffer.from([1]), Buffer.from([2, 0, 0, 9, 0, 0])]],
  ["promises a text of two gigabytes", () => [Buffer.from([1]), cutText(0x7fff_ffff), Buffer.alloc(4 * MEBIBYTE, 0x61)]],
  [
    "promises an extended text of two gigabytes",
    () => [Buffer.from([1]), cutText(0x8000_0001), Buffer.alloc(4 * MEBIBYTE, 0x61)],
  ],
])("a viewer that %s is gone when it half-closes, and another one is served meanwhile", async (_what, words) => {
  const { desktop, events } = opened;
  const keys = () => events.filter(({ type }) => type === "key").length;
  const before = keys();
  using served = await viewDesktop(desktop);
  const { outside } = await attach(desktop);
  for (const word of words()) outside.write(word);
  // Its answer comes when the gate has taken what was said before.
  await served.screen();
  outside.resume().end();
  await vi.waitFor(() => expect(desktop.clients().map(({ address }) => address)).toEqual(["192.0.2.7"]), PATIENT);
  served.key(0x61);
  await vi.waitFor(() => expect(keys()).toBe(before + 2), PATIENT);
});
