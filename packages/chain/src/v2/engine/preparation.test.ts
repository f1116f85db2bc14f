import { systemClock } from "@lucid/foundation";
import { canonicalBytes, v2 } from "@lucid/proof";
import { expect, it, vi } from "vitest";
import { createSignatureChecker, createSignatures, type Signatures } from "../../signing/signature-checker.ts";
import { prepareBlock } from "../blocks/prepare-block.ts";
import { createMemoryStore } from "../store/memory-store.ts";
import { anchorBy, createCrowd } from "../testing/sim/crowd.ts";
import { createStage } from "../testing/sim/scenario.ts";
import { createLedger } from "./ledger.ts";
import { accept, reject } from "./network-port.ts";
import { createPreparation, type PreparedFor } from "./preparation.ts";

const crowd = createCrowd(4, createSignatureChecker());
const ledger = createLedger({ store: createMemoryStore(), rules: crowd.rules, prepare: crowd.prepare });
const branch = ledger.branchOf(ledger.tree.head);
const members = [...crowd.byKey.values()];
/** A block of so many transactions, in more than one slice where there are many. */
const blockOf = (count: number): Uint8Array => {
  const queues = members.map((keys) => [Array.from({ length: count / 4 }, (_, sequence) => anchorBy(keys, sequence, crowd))]);
  return crowd.build(0, branch, { queues, votes: [] });
};
const large = blockOf(200);
const small = blockOf(4);
const hashOf = (bytes: Uint8Array): string => crowd.prepare(bytes).hash;
const changed = (bytes: Uint8Array, change: (block: v2.Block) => unknown): Uint8Array =>
  canonicalBytes(change(v2.Block.parse(JSON.parse(Buffer.from(bytes).toString()))));

/** A signature of the last transaction that its sender did not make, under a root that fits it. */
const forged = changed(large, (block) => {
  const [first, last] = [block.transactions[0], block.transactions.at(-1)];
  if (first === undefined || last === undefined) throw new Error("there are transactions");
  const transactions = [...block.transactions.slice(0, -1), { ...last, signature: first.signature }];
  const header = { ...block.header, tx_root: v2.transactionRoot(transactions) };
  const own = crowd.byKey.get(header.producer);
  return { ...block, header, transactions, signature: own?.sign("lucid:block:v2", header) };
});

/** A node that says what was made of the blocks that it judges. */
function setUp(signatures: Signatures = createSignatures()) {
  const stopping = new AbortController();
  const failures: unknown[] = [];
  const preparation = createPreparation({
    ...{ network: crowd.network, clock: systemClock, signatures, stopped: stopping.signal },
    onFailure: (error) => void failures.push(error),
  });
  const judged: string[] = [];
  const known = new Set<string>();
  const judge = (bytes: Uint8Array) => {
    const prepared = preparation.prepare(bytes);
    judged.push(prepared.ok ? prepared.value.hash : prepared.reason);
    if (prepared.ok) known.add(prepared.value.hash);
    return prepared.ok ? accept : reject(prepared.reason);
  };
  const prompt: PreparedFor = {
    receive: (_peer, topic, bytes) => (topic === "blocks" ? judge(bytes) : accept),
    receiveBlocks: (_peer, _range, blocks) => blocks.map(judge).find(({ kind }) => kind === "reject") ?? accept,
    serve: () => [],
    receiveStatus: () => accept,
    greeting: () => undefined,
    knows: (hash) => known.has(hash),
    claimsOf: () => [],
  };
  return { preparation, node: preparation.before(prompt), judged, stopping, failures, prompt };
}

/** Signatures that are looked at when the test lets them. */
function held(): { readonly signatures: Signatures; readonly let: () => void; readonly asked: () => number } {
  const real = createSignatures();
  const gate = Promise.withResolvers<void>();
  let asked = 0;
  const signatures: Signatures = {
    check: real.check,
    async checkAll(claims) {
      asked += claims.length;
      await gate.promise;
      return real.checkAll(claims);
    },
  };
  return { signatures, let: gate.resolve, asked: () => asked };
}

it.each([
  ["a block that holds", large],
  ["a signature that was not made", forged],
  ["a producer's signature of another block", changed(large, (block) => ({ ...block, signature: "0".repeat(128) }))],
  ["another root", changed(large, (block) => ({ ...block, header: { ...block.header, tx_root: block.header.state_root } }))],
  ["what is no block", Buffer.from("{}")],
  ["what is too large", new Uint8Array(4_194_305)],
])("comes to the same verdict as at once: %s", async (_name, bytes) => {
  const { node, judged } = setUp();
  const atOnce = prepareBlock(bytes, crowd.rules);
  const verdict = await node.receive("peer", "blocks", bytes);
  expect(verdict).toEqual(atOnce.ok ? accept : reject(atOnce.reason));
  expect(judged).toEqual([atOnce.ok ? atOnce.value.hash : atOnce.reason]);
});

it("looks at no signature of a block on the thread that judges it", async () => {
  const real = createSignatures();
  const check = vi.fn(real.check);
  const { node } = setUp({ ...real, check });
  expect(await node.receive("peer", "blocks", Uint8Array.from(large))).toEqual(accept);
  expect(check).not.toHaveBeenCalled();
});

it("lets votes pass a block that is looked at, knows its name, and judges the blocks in the order in which they came", async () => {
  const gate = held();
  const { node, judged, preparation } = setUp(gate.signatures);
  const verdicts = [node.receive("one", "blocks", large), node.receive("other", "blocks", small)];
  await vi.waitFor(() => expect(gate.asked()).toBeGreaterThan(0));
  expect(node.receive("one", "votes", Buffer.from("a vote"))).toEqual(accept);
  expect([preparation.underWay.has(hashOf(large)), judged]).toEqual([true, []]);
  const later = vi.fn();
  preparation.underWay.after(() => later([...judged]));
  expect(later).not.toHaveBeenCalled();
  gate.let();
  for (const verdict of verdicts) expect(await verdict).toEqual(accept);
  expect(judged).toEqual([hashOf(large), hashOf(small)]);
  await vi.waitFor(() => expect(later).toHaveBeenCalledWith(judged));
  expect(preparation.underWay.has(hashOf(large))).toBe(false);
  const atOnce = vi.fn();
  await vi.waitFor(() => {
    preparation.underWay.after(atOnce);
    expect(atOnce.mock.calls.length).toBeGreaterThan(0);
  });
});

it("says so when what waited for the blocks fails", async () => {
  const { node, preparation, failures } = setUp();
  const verdict = node.receive("peer", "blocks", small);
  preparation.underWay.after(() => {
    throw new Error("the disk is full");
  });
  await verdict;
  await vi.waitFor(() => expect(failures).toEqual([new Error("the disk is full")]));
});

it("goes on after a block whose judgement failed", async () => {
  const { prompt, preparation } = setUp();
  const node = preparation.before({
    ...prompt,
    receive(peer, topic, bytes) {
      if (bytes.length > small.length) throw new Error("the disk is full");
      return prompt.receive(peer, topic, bytes);
    },
  });
  const failing = node.receive("peer", "blocks", large);
  const next = node.receive("peer", "blocks", small);
  await expect(failing).rejects.toThrow("the disk is full");
  expect(await next).toEqual(accept);
});

it("takes no more from a peer than it has room for, and something of others all the same", async () => {
  const gate = held();
  const { node } = setUp(gate.signatures);
  const fill = new Uint8Array(4_194_304).fill(0x20);
  const first = node.receive("greedy", "blocks", large);
  const verdicts = [fill, fill, small].map((bytes) => node.receive("greedy", "blocks", bytes));
  expect(await verdicts[1]).toEqual({ kind: "ignore", reason: "busy" });
  const other = node.receiveBlocks("modest", { tip: hashOf(small), from: 1 }, [small]);
  gate.let();
  expect(await Promise.all([first, verdicts[0], verdicts[2], other])).toEqual([accept, reject("malformed"), accept, accept]);
  // There is room again.
  expect(await node.receive("greedy", "blocks", fill)).toEqual(reject("malformed"));
});

it("looks at nothing far behind a block of a range that is refused", async () => {
  const gate = held();
  const { node, judged } = setUp(gate.signatures);
  gate.let();
  const verdict = await node.receiveBlocks("liar", { tip: hashOf(large), from: 1 }, [
    ...[small, Buffer.from("{}")],
    ...Array.from({ length: 40 }, () => Uint8Array.from(small)),
  ]);
  expect([verdict, judged[0], judged[1]]).toEqual([reject("malformed"), hashOf(small), "malformed"]);
  expect(gate.asked()).toBe(15 * (crowd.prepare(small).transactions.length + 1));
});

it("asks a node that has stopped nothing", async () => {
  const gate = held();
  const { node, judged, stopping } = setUp(gate.signatures);
  const verdict = node.receive("peer", "blocks", large);
  await vi.waitFor(() => expect(gate.asked()).toBeGreaterThan(0));
  stopping.abort();
  gate.let();
  expect(await verdict).toEqual({ kind: "ignore", reason: "not_running" });
  expect(judged).toEqual([]);
});

it("has looked at the votes of a block before it is judged, as far as it knows who votes", async () => {
  const stage = createStage({ seed: "votes of a block", nodes: 3 });
  stage.traffic.begin(20);
  stage.world.run(300);
  const [node] = stage.world.nodes;
  if (node?.engine === undefined) throw new Error("there are three");
  const { engine } = node;
  const bytes = [...node.disk.store.blocks()].at(-1) ?? new Uint8Array();
  const prepared = stage.world.prepare(bytes);
  if (!prepared.ok) throw new Error(prepared.reason);
  const votes = prepared.value.block.attestations.flatMap((group) => group.votes);
  const claims = engine.claimsOf(prepared.value.block);
  expect(votes.length).toBeGreaterThan(0);
  expect(claims.map(({ signature }) => signature)).toEqual(votes.map(([, signature]) => signature));
  const signatures = createSignatures();
  expect(await signatures.checkAll(claims)).toBe(true);
  const asked: string[] = [];
  const checkAll: Signatures["checkAll"] = (some) => {
    asked.push(...some.map(({ signature }) => signature));
    return signatures.checkAll(some);
  };
  const { preparation, prompt } = setUp({ check: signatures.check, checkAll });
  await preparation.before({ ...prompt, claimsOf: () => claims }).receive("peer", "blocks", large);
  expect(asked).toEqual(expect.arrayContaining(claims.map(({ signature }) => signature)));
});
