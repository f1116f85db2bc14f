import { createTestClock } from "@lucid/foundation/testing";
import { Registry } from "prom-client";
import { expect, it, vi } from "vitest";
import { accept, type NetworkNode, reject, type Verdict } from "../engine/network-port.ts";
import { createTestBook, testNetwork } from "../testing/peers/test-peers.ts";
import { createConversation } from "./conversation.ts";
import { openPeerBook } from "./peer-book.ts";
import { createPeersMetrics } from "./peers.metrics.ts";
import { createStanding } from "./standing.ts";

/** What is said to a node that comes to its verdicts later. */
function listen(verdict: Promise<Verdict>) {
  const clock = createTestClock();
  const node: NetworkNode = {
    receive: () => verdict,
    receiveBlocks: () => verdict,
    serve: () => [],
    receiveStatus: () => accept,
    greeting: () => undefined,
  };
  const [blame, onFailure] = [vi.fn(), vi.fn()];
  const conversation = createConversation(
    {
      ...{ clock, blame, onFailure, node: () => node, stopped: new AbortController().signal, onRequest: undefined },
      ...{ standing: createStanding(() => clock.elapsed()), book: openPeerBook(createTestBook()).book },
      ...{ metrics: createPeersMetrics(new Registry()), connectionsOf: () => [], connected: () => new Set() },
      ...{ publish: async () => undefined, isMember: () => true },
    },
    { network: testNetwork, maxBlockBytes: 2_097_152 },
  );
  return { said: conversation.judge("peer", "blocks", Buffer.alloc(400)), blame, onFailure };
}

it("passes on a block that is accepted later", async () => {
  const { said, blame } = listen(Promise.resolve(accept));
  expect([await said, blame.mock.calls]).toEqual([accept, []]);
});

it("has a bad block cost its sender, however late that is found out", async () => {
  const { said, blame } = listen(Promise.resolve(reject("bad_signature")));
  expect(await said).toEqual(reject("bad_signature"));
  expect(blame).toHaveBeenCalledExactlyOnceWith("peer", "rejected", "bad_signature");
});

it("does not hold against a peer what fails here while its block is judged", async () => {
  const failure = new Error("the disk is full");
  const { said, blame, onFailure } = listen(Promise.reject(failure));
  expect(await said).toEqual({ kind: "ignore", reason: "failed" });
  expect([blame.mock.calls, onFailure.mock.calls]).toEqual([[], [[failure]]]);
});
