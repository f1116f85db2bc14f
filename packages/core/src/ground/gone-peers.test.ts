import { Socket } from "node:net";
import { setImmediate } from "node:timers/promises";
import { createTestClock } from "@lucid/foundation/testing";
import { expect, it } from "vitest";
import { followGonePeers, unansweredTries } from "./gone-peers.ts";

const HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";
const ENDS = "0100007F:0D3D 0200007F:C350";
const table = (again: number, probes = 0): string =>
  `${HEAD}\n   0: ${ENDS} 01 00000010:00000000 01:00000014 ${again.toString(16).padStart(8, "0")}     0        ${probes} 4242 2 0 20 4 30 10 -1`;

it("reads what was sent again, and what was asked without an answer", () => {
  expect([...unansweredTries(table(11))]).toEqual([[ENDS, 11]]);
  expect([...unansweredTries(table(0, 3))]).toEqual([[ENDS, 3]]);
});

function open(read: () => number) {
  const clock = createTestClock();
  const ends = {
    localAddress: "127.0.0.1",
    localPort: 3_389,
    remoteAddress: "127.0.0.2",
    remotePort: 50_000,
    remoteFamily: "IPv4",
  };
  const socket = Object.defineProperties(
    new Socket(),
    Object.fromEntries(Object.entries(ends).map(([name, value]) => [name, { value }])),
  );
  const warned: object[] = [];
  const log = { info: () => undefined, warn: (data: object) => void warned.push(data) };
  const peers = followGonePeers({ clock, log }, { lookMs: 5_000, silentMs: 60_000 }, async () => [table(read())]);
  peers.follow(socket);
  const pass = async (looks: number): Promise<void> => {
    for (let look = 0; look < looks; look += 1) {
      clock.advance(5_000);
      await setImmediate();
    }
  };
  return { peers, socket, pass, warned };
}

it("lets go of one whose count has only grown for a minute", async () => {
  let tries = 0;
  const { pass, socket } = open(() => ++tries);
  await pass(11);
  expect(socket.destroyed).toBe(false);
  await pass(2);
  expect(socket.destroyed).toBe(true);
});

it("keeps one that answers now and then, however slow", async () => {
  let looks = 0;
  const { pass, peers, socket } = open(() => (looks++ % 10) + 1);
  await pass(100);
  expect(socket.destroyed).toBe(false);
  peers[Symbol.dispose]();
});

it("goes on looking after a table that cannot be read", async () => {
  let looks = 0;
  const { pass, socket, warned } = open(() => {
    if (++looks === 2) throw new Error("too many open files");
    return looks;
  });
  await pass(14);
  expect(warned).toHaveLength(1);
  expect(socket.destroyed).toBe(true);
});
