import { silentLog } from "@lucid/foundation/testing";
import { expect, it, vi } from "vitest";
import { createEarlierChains, type SoloChain } from "./earlier-chains.ts";
import { type LoneNetwork, openLoneNetwork } from "./testing/open-lone-network.ts";

const SOLO = "5a".repeat(32);

/** A chain of the node's own that has come so far; reading it fails. */
function soloAt(height: number) {
  const headers = vi.fn<SoloChain["headers"]>(() => {
    throw new Error("a damaged page");
  });
  const finalized = { height, hash: SOLO, time: 0 };
  const info = { network: SOLO, network_name: "lucid_solo" };
  const solo = { info: () => info, finalized: () => finalized, headers, blockEvidence: () => undefined } as unknown as SoloChain;
  return { solo, headers };
}

async function tellOf(network: LoneNetwork, solo: SoloChain | undefined) {
  const errors = vi.fn();
  const log = { ...silentLog, error: errors };
  const earlier = createEarlierChains({ log, repository: network.repository, solo }, network.joined);
  await earlier.go();
  await earlier.go();
  return { earlier, errors };
}

it("says nothing of a chain that cannot be read, tells so once, and goes on", async () => {
  await using network = await openLoneNetwork();
  const { solo, headers } = soloAt(3);
  const { earlier, errors } = await tellOf(network, solo);
  expect([headers.mock.calls.length, errors.mock.calls.length]).toEqual([1, 1]);
  expect(earlier.known()).toEqual([{ network: SOLO, name: "lucid_solo", known: null }]);
});

it("waits for a chain of which nothing is final yet", async () => {
  await using network = await openLoneNetwork();
  const { solo, headers } = soloAt(0);
  const { errors } = await tellOf(network, solo);
  expect([headers.mock.calls.length, errors.mock.calls.length]).toEqual([0, 0]);
});

it("links a network that was left once, and says since when it is known", async () => {
  await using old = await openLoneNetwork();
  old.ground.clock.advance(600_000);
  const link = old.joined.engine.ownLink();
  if (link === undefined) throw new Error("it has final blocks");
  await using network = await openLoneNetwork();
  const leftLinks = () => [{ genesis: JSON.stringify(old.joined.network.genesis), link: JSON.stringify(link) }];
  const earlier = createEarlierChains({ log: silentLog, repository: { leftLinks }, solo: undefined }, network.joined);
  await earlier.go();
  expect(network.joined.engine.linkOf(link.network)).toEqual({ state: "waiting" });
  expect(earlier.known()).toMatchObject([{ network: link.network, name: "home", known: null }]);
  network.ground.clock.advance(60_000);
  await earlier.go();
  expect(earlier.known()).toMatchObject([{ known: { ...link.last, block: 1, since: expect.stringMatching(/^20/) } }]);
  expect(network.joined.engine.link(link)).toEqual({ ok: false, reason: "linked" });
});
