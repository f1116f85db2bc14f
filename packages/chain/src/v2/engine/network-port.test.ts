import { createSeededRandom } from "@lucid/foundation/testing";
import { sha256Hex } from "@lucid/proof";
import { describe, expect, vi } from "vitest";
import { createDice } from "../../testing/dice.ts";
import type { Peers } from "../peers/open-peers.ts";
import { createTestIdentity, openTestPeers } from "../testing/peers/test-peers.ts";
import { createEventQueue } from "../testing/sim/event-queue.ts";
import { calmLinks } from "../testing/sim/links.ts";
import { createWire } from "../testing/sim/wire.ts";
import { testNetworkPort } from "./network-port.compliance.ts";

describe("the port of a simulated node", () => {
  testNetworkPort(async ({ nodes, links }) => {
    const queue = createEventQueue();
    const ends = nodes.map((node, index) => ({ index, node }));
    const isConnected = (from: number, to: number) =>
      links.some(([one, other]) => (one === from && other === to) || (one === to && other === from));
    const wire = createWire({
      ...{ queue, ends, dice: createDice(createSeededRandom("port")), links: () => ({ ...calmLinks, isConnected }) },
      ...{ idOf: sha256Hex, passesOn: () => true, onReject: () => undefined },
      keyOf: ({ index }) => String(index),
      enter: ({ node }, work) => work(node),
      takeIn: ({ node }, _what, _bytes, work) => work(node),
      deliver: (from, to, topic, bytes) => wire.send(from, to, topic, bytes),
    });
    const mouth = { touch: () => undefined, says: () => false };
    return {
      ends: ends.map((end) => ({ name: String(end.index), port: wire.portOf(end, mouth) })),
      settle: async () => queue.run(10_000),
      [Symbol.asyncDispose]: async () => undefined,
    };
  });
});

describe("the port of a node with real peers", () => {
  testNetworkPort(async ({ nodes, links }) => {
    const keys = nodes.map((_, index) => createTestIdentity(`port ${index}`).publicKey);
    const opened: Peers[] = [];
    for (const [index, node] of nodes.entries()) {
      // Each connects to those before it, and finds nobody by itself.
      const dial = links.flatMap(([one, other]) => (other === index ? (opened[one]?.addresses ?? []) : []));
      const peers = await openTestPeers(`port ${index}`, [], { dial });
      await peers.start(node);
      opened.push(peers);
    }
    const degreeOf = (index: number) => links.filter((link) => link.includes(index)).length;
    await vi.waitFor(() => expect(opened.map((peers) => peers.reach)).toEqual(nodes.map((_, index) => degreeOf(index))));
    return {
      ends: opened.map(({ port }, index) => ({ name: keys[index] ?? "", port })),
      settle: async () => undefined,
      async [Symbol.asyncDispose]() {
        await Promise.all(opened.map((peers) => peers[Symbol.asyncDispose]()));
      },
    };
  });
});
