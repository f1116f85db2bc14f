import { v2 } from "@lucid/proof";
import { describe, expect, it } from "vitest";
import type { BlockRules } from "../blocks/block-context.ts";
import type { HeldVote } from "../blocks/check-votes.ts";
import { createSchedule } from "../schedule/schedule.ts";
import { createMemoryStore } from "../store/memory-store.ts";
import type { NetworkStore } from "../store/store.types.ts";
import { createStage, roughLinks } from "../testing/sim/scenario.ts";
import { createCertificates } from "./certificates.ts";
import { createLedger } from "./ledger.ts";

/** A network that lost messages, with blocks on several branches. */
const { world, traffic } = createStage({ seed: "votes that are kept once", nodes: 4 });
world.links = { ...roughLinks, death: 0 };
traffic.begin(30);
world.run(900);
const [node] = world.nodes;
if (node === undefined) throw new Error("there is no node");
const { network, checkSignature } = world;
const rules: BlockRules = { network, checkSignature, schedule: createSchedule(network) };

function prepare(bytes: Uint8Array) {
  const prepared = world.prepare(bytes);
  if (!prepared.ok) throw new Error(prepared.reason);
  return prepared.value;
}

/** What a node that starts makes of its disk. */
const open = (store: NetworkStore) => createLedger({ store, rules, prepare });

/** A disk with the same blocks and everything else as it is given. */
function copy(store: NetworkStore, votes: readonly HeldVote[] = [...store.votes()]): NetworkStore {
  const other = createMemoryStore();
  for (const bytes of store.blocks()) other.commit({ blocks: [{ hash: prepare(bytes).hash, bytes }] });
  other.commit({ votes, certificate: store.lastCertificate() });
  return other;
}

/** The votes that the final blocks hold. */
function finalVotes(store: NetworkStore): HeldVote[] {
  const { tree, canonicalHash, listsAt } = open(store);
  return Array.from({ length: tree.final.height }, (_, below) => canonicalHash(below + 1) ?? "").flatMap((hash) =>
    prepare(store.block(hash) ?? Uint8Array.of()).block.attestations.flatMap(({ epoch, source, target, votes }) =>
      votes.map(([index, signature]) => {
        const attester = listsAt(target.height).voters.keys[index] ?? "";
        return { attester, epoch, source, target, signature };
      }),
    ),
  );
}

const { store } = node.disk;

describe("votes that stand in a final block", () => {
  it("are nowhere else", () => {
    const held = new Set(finalVotes(store).map(({ signature }) => signature));
    expect(held.size).toBeGreaterThan(50);
    expect([...store.votes()].filter(({ signature }) => held.has(signature))).toEqual([]);
    expect([...store.votes()]).not.toEqual([]);
  });

  it("are taken away where an earlier version kept them twice, and the chain stays as it was", () => {
    const { tree } = open(store);
    const earlier = copy(store, [...finalVotes(store), ...store.votes()]);
    const reopened = open(earlier).tree;
    expect([reopened.head.hash, reopened.final.hash]).toEqual([tree.head.hash, tree.final.hash]);
    expect([...earlier.votes()]).toEqual([...store.votes()]);
  });

  it("make a block final again whose certificate a kill has kept from the disk", () => {
    const killed = createMemoryStore();
    for (const bytes of store.blocks()) killed.commit({ blocks: [{ hash: prepare(bytes).hash, bytes }] });
    killed.commit({ votes: [...finalVotes(store), ...store.votes()] });
    const { tree } = open(killed);
    expect(killed.lastCertificate()?.header.height).toBe(tree.final.height);
    expect([...killed.votes()]).toEqual([...store.votes()]);
  });
});

describe("the certificate of a final block", () => {
  const ledger = open(copy(store));
  const certificates = createCertificates({ store, ledger, prepare });

  it("is made of the blocks above it, and the next one's where it has none", () => {
    const { height: final } = ledger.tree.final;
    expect(final).toBeGreaterThan(20);
    const heights = Array.from({ length: final }, (_, below) => below + 1);
    const made = heights.map((height) => certificates.from(height));
    for (const [index, certificate] of made.entries()) {
      if (certificate === undefined) throw new Error(`there is none for height ${heights[index]}`);
      const checked = v2.checkCertificate(v2.Certificate.parse(certificate), network, checkSignature);
      expect(checked).toMatchObject({ ok: true, value: { hash: ledger.canonicalHash(certificate.header.height) } });
      expect(certificate.header.height).toBeGreaterThanOrEqual(heights[index] ?? 0);
    }
    const exact = made.filter((certificate, index) => certificate?.header.height === heights[index]);
    expect(exact.length).toBeGreaterThan(final / 2);
    expect(made.at(-1)).toEqual(store.lastCertificate());
  });

  it("is not there above the last final block", () => {
    expect(certificates.from(ledger.tree.final.height + 1)).toBeUndefined();
  });

  it("is the newest one where blocks or votes below are gone", () => {
    const without = createCertificates({ store: { ...store, block: () => undefined }, ledger, prepare });
    expect(without.from(1)).toEqual(store.lastCertificate());
  });
});
