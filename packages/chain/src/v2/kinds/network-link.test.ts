import { type BlockRef, blockHash, hashObject, type SignedHeader, v2 } from "@lucid/proof";
import { describe, expect, it } from "vitest";
import { startSolo } from "../../testing/solo.ts";
import { historyRoot } from "../engine/network-links.ts";
import { createMembershipState } from "../testing/membership-state.ts";
import { createStage } from "../testing/sim/scenario.ts";
import { isOutdated } from "./is-spent.ts";
import { type LinkRow, linkName } from "./network-link.ts";

/** What three members say of their network after some slots, and what a node that was alone says of its chain. */
async function twoChains() {
  const { world } = createStage({ seed: "links", nodes: 3 });
  world.run(600);
  const ofNetwork = world.nodes[0]?.engine?.ownLink();
  const { chain, clock } = await startSolo();
  await using solo = chain;
  clock.advance(600_000);
  const { read } = solo;
  const { height } = read.finalized();
  const [header] = read.headers(height, height);
  if (ofNetwork === undefined || header === undefined) throw new Error("both have final blocks");
  const last: BlockRef = { height, hash: blockHash(header) };
  const { headers, finality } = read.blockEvidence(last) ?? {};
  const [signed] = headers as [SignedHeader];
  if (finality === undefined) throw new Error("it is final");
  const hashes = read.headers(1, height).map(blockHash);
  const ofSolo: v2.NetworkLink = {
    ...{ network: read.info().network, last, history_root: historyRoot((at) => hashes[at - 1], height) },
    certificate: { ...signed, links: finality },
  };
  return { world, ofNetwork, ofSolo: v2.NetworkLink.parse(ofSolo) };
}

const link = (data: v2.NetworkLink) => ({ type: "network_link", data }) as const;

describe("a link", () => {
  it("dates the history of another chain, once for each of them and each sender", async () => {
    const { ofNetwork, ofSolo } = await twoChains();
    const { say, draft, keys } = createMembershipState(1, 1);
    const [own, other] = keys;
    if (own === undefined || other === undefined) throw new Error("there are two");
    expect([say(link(ofNetwork)), say(link(ofSolo), { at: { height: 7 } })]).toEqual(["ok", "ok"]);
    const { last, history_root } = ofSolo;
    expect(draft.get<LinkRow>("link", linkName(own.publicKey, ofSolo.network))).toEqual({ last, history_root, height: 7 });
    expect([say(link(ofSolo)), say(link(ofNetwork)), say(link(ofSolo), { by: other })]).toEqual(["linked", "linked", "ok"]);
  });

  it("is refused where its certificate does not hold by itself", async () => {
    const { ofNetwork, ofSolo } = await twoChains();
    const { say, draft } = createMembershipState(1, 1);
    for (const good of [ofNetwork, ofSolo]) {
      const wrong: readonly v2.NetworkLink[] = [
        { ...good, network: hashObject("another") },
        { ...good, last: { ...good.last, hash: hashObject("another") } },
        { ...good, last: { ...good.last, height: good.last.height + 1 } },
        v2.NetworkLink.parse({ ...good, certificate: { ...good.certificate, signature: "0".repeat(128) } }),
      ];
      for (const one of wrong) expect(say(link(one))).toBe("bad_link");
    }
    expect([...draft.changes.keys()].filter((name) => name.startsWith("link"))).toEqual([]);
  });

  it("is the history that the other chain's headers commit to", async () => {
    const { world, ofNetwork } = await twoChains();
    const above = [...(world.nodes[0]?.disk.store.blocks() ?? [])].flatMap((bytes) => {
      const block = world.prepare(bytes);
      return block.ok && block.value.block.header.previous_hash === ofNetwork.last.hash ? [block.value.block.header] : [];
    });
    expect(above.map(({ history_root }) => history_root)).toEqual([ofNetwork.history_root]);
  });

  it("is outdated once the state has it", async () => {
    const { ofSolo } = await twoChains();
    const { say, draft, network, keys } = createMembershipState(1);
    const transaction = {
      version: 2,
      network: network.hash,
      sender: keys[0]?.publicKey,
      sequence: 0,
      expires_at: 1,
      ...link(ofSolo),
    };
    const sent = v2.SentTransaction.parse({ transaction, signature: "0".repeat(128) });
    const rows = { get: draft.get, with: () => rows, all: () => [] };
    const lists = { members: network.members, hash: "", voters: network.voters };
    expect(isOutdated({ rows, lists, epoch: 0 }, sent)).toBe(false);
    expect(say(link(ofSolo))).toBe("ok");
    expect(isOutdated({ rows, lists, epoch: 0 }, sent)).toBe(true);
  });
});
