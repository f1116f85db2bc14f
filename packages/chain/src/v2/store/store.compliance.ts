import type { v2 } from "@lucid/proof";
import { expect, it } from "vitest";
import { createStage } from "../testing/sim/scenario.ts";
import type { NetworkStore } from "./store.types.ts";

/** What every store of a network's chain does. `open` gives the same one again, as after a restart. */
export function testNetworkStore(make: () => { readonly open: () => NetworkStore }): void {
  const { world, traffic } = createStage({ seed: "store", nodes: 2 });
  traffic.begin(30);
  world.run(120);
  const [node] = world.nodes;
  if (node === undefined) throw new Error("there is no node");
  const { store } = node.disk;
  const prepared = [...store.blocks()].flatMap((bytes) => {
    const outcome = world.prepare(bytes);
    return outcome.ok ? [outcome.value] : [];
  });
  const blocks = prepared.map(({ hash, bytes }) => ({ hash, bytes }));
  const votes = [...store.votes()];
  const certificate = store.lastCertificate();
  if (certificate === undefined) throw new Error("there is no certificate");
  const lower: v2.Certificate = { ...certificate, header: { ...certificate.header, height: certificate.header.height - 1 } };

  it("gives back what was written, in that order, also after it was opened again", () => {
    const { open } = make();
    const written = open();
    for (const block of blocks) written.commit({ blocks: [block], votes });
    written.commit({ certificate });
    for (const block of blocks.slice(0, 1))
      written.commit({ certificate: lower, blocks: [block, block], votes: votes.slice(0, 1) });
    const read = open();
    expect([...read.blocks()]).toEqual(blocks.map(({ bytes }) => bytes));
    expect(read.block(blocks[1]?.hash ?? "")).toEqual(blocks[1]?.bytes);
    expect(read.block("nothing")).toBeUndefined();
    expect([...read.votes()]).toEqual(votes);
    expect(read.lastCertificate()).toEqual(certificate);
  });

  it("gives up votes that stand in a final block, and no others", () => {
    const { open } = make();
    const store = open();
    store.commit({ votes });
    const stood = votes.filter((_, index) => index % 2 === 0);
    expect(stood.length).toBeGreaterThan(0);
    store.commit({ stood });
    expect([...open().votes()]).toEqual(votes.filter((vote) => !stood.includes(vote)));
  });

  it("keeps own transactions in order until they are done", () => {
    const { open } = make();
    const store = open();
    const sent = prepared.flatMap(({ block }) => block.transactions).slice(0, 3);
    expect(sent).toHaveLength(3);
    for (const [index, one] of sent.entries()) store.commit({ waits: { id: String(index), sent: one } });
    store.commit({ done: ["1"] });
    expect([...open().waiting()]).toEqual([sent[0], sent[2]]);
  });

  it("is empty at first", () => {
    const store = make().open();
    expect([...store.blocks(), ...store.votes(), ...store.waiting()]).toEqual([]);
    expect(store.lastCertificate()).toBeUndefined();
  });
}
