import { canonicalBytes, DOMAIN, hashObject, v2 } from "@lucid/proof";
import { describe, expect, it } from "vitest";
import { createSignatureChecker } from "../../signing/signature-checker.ts";
import { createTestKeys } from "../../testing/keys.ts";
import { createLedger, type Ledger } from "../engine/ledger.ts";
import { createSchedule } from "../schedule/schedule.ts";
import { createMemoryStore } from "../store/memory-store.ts";
import { createStage } from "../testing/sim/scenario.ts";
import { applyBlock } from "./apply-block.ts";
import { buildBlock } from "./build-block.ts";
import { checkVotes, groupVotes } from "./check-votes.ts";
import { itemCount, MAX_BLOCK_BYTES, type PreparedBlock, prepareBlock, prepareTransaction } from "./prepare-block.ts";

/** A chain of four members with transactions and votes, and its blocks in order. */
const { world, traffic } = createStage({ seed: "rules", nodes: 4 });
traffic.begin(15);
world.run(300);
const { network, nodes } = world;
const checkSignature = createSignatureChecker();
const deps = { network, checkSignature };
const rules = { ...deps, schedule: createSchedule(network) };
const [node] = nodes;
if (node?.engine === undefined) throw new Error("there is no node");
const chain = [...node.disk.store.blocks()].map((bytes) => prepared(bytes));

function prepared(bytes: Uint8Array): PreparedBlock {
  const outcome = prepareBlock(bytes, deps);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value;
}

const keyOf = (publicKey: string) => {
  const found = nodes.find(({ keys }) => keys.publicKey === publicKey);
  if (found === undefined) throw new Error("there is no such key");
  return found.keys;
};

/** A ledger that holds the chain below its block at `index`, from which the next one is judged. */
function below(index: number): Ledger {
  const ledger = createLedger({ store: createMemoryStore(), rules, prepare: prepared });
  for (const block of chain.slice(0, index)) expect(ledger.append(block).kind).toBe("imported");
  return ledger;
}

type Change = (block: v2.Block) => Partial<v2.Block>;

/** What is said of a block with a change, whose roots and signature are made to fit it. */
function judge(
  index: number,
  change: Change,
  keep: { readonly header?: (header: v2.Header) => Partial<v2.Header> } = {},
): string {
  const original = chain[index]?.block;
  if (original === undefined) throw new Error("there is no such block");
  const changed = { ...original, ...change(original) };
  const roots = {
    tx_root: v2.transactionRoot(changed.transactions),
    tx_count: changed.transactions.length,
    attestation_root: v2.attestationRoot(changed.attestations),
  };
  const fitted = { ...changed.header, ...roots };
  const header = { ...fitted, ...keep.header?.(fitted) };
  const signature = change(original).signature ?? keyOf(original.header.producer).sign(DOMAIN.blockV2, header);
  const outcome = prepareBlock(canonicalBytes({ ...changed, header, signature }), deps);
  if (!outcome.ok) return outcome.reason;
  const ledger = below(index);
  const applied = applyBlock(
    outcome.value,
    ledger.branchOf(ledger.tree.get(chain[index - 1]?.hash ?? network.hash) ?? ledger.tree.head),
    rules,
  );
  return applied.ok ? "ok" : applied.reason;
}

const nothing: Change = () => ({});
const header = (change: (header: v2.Header) => Partial<v2.Header>) => ({ header: change });
/** The first block with transactions and votes of several heights. */
const at = chain.findIndex(({ block }, index) => index > 3 && block.transactions.length > 1 && block.attestations.length > 0);
const other = hashObject("another");
const stranger = createTestKeys("stranger");

describe("a block", () => {
  it("is taken as it is", () => {
    expect(at).toBeGreaterThan(3);
    for (let index = 0; index < chain.length; index += 7) expect(judge(index, nothing)).toBe("ok");
  });

  it.each<[string, (header: v2.Header) => Partial<v2.Header>]>([
    ["wrong_network", () => ({ network: other })],
    ["wrong_tx_root", () => ({ tx_root: other })],
    ["wrong_tx_count", ({ tx_count }) => ({ tx_count: tx_count + 1 })],
    ["wrong_attestation_root", () => ({ attestation_root: other })],
    ["wrong_parent", () => ({ previous_hash: other })],
    ["wrong_parent", ({ height }) => ({ height: height + 1 })],
    ["wrong_place", ({ epoch }) => ({ epoch: epoch + 1 })],
    ["wrong_place", () => ({ position: 12 })],
    ["wrong_place", () => ({ rank: 4 })],
    ["wrong_place", ({ timestamp }) => ({ timestamp: timestamp - 60 })],
    ["wrong_place", ({ timestamp }) => ({ timestamp: timestamp + 60 })],
    ["wrong_history_root", () => ({ history_root: other })],
    ["wrong_members", () => ({ members: other })],
    ["wrong_state_root", () => ({ state_root: other })],
    ["malformed", () => ({ height: 0 })],
  ])("is refused as %s", (reason, change) => {
    expect(judge(at, nothing, header(change))).toBe(reason);
  });

  it("is refused at the place or time of its parent", () => {
    const parent = chain[at - 1]?.block.header;
    if (parent === undefined) throw new Error("there is no parent");
    const { slot, position, epoch, rank, timestamp } = parent;
    expect(
      judge(
        at,
        nothing,
        header(() => ({ slot, position, epoch, rank, timestamp })),
      ),
    ).toBe("position_not_after_parent");
    const late = chain.findIndex(({ block }, index) => index > 0 && block.header.rank === 0 && isSoonAfter(index));
    expect(late).toBeGreaterThan(0);
  });

  const isSoonAfter = (index: number): boolean =>
    (chain[index]?.block.header.timestamp ?? 0) - (chain[index - 1]?.block.header.timestamp ?? 0) <= 10;

  it("is refused by another producer than the one whose turn it is, by a stranger, or with another signature", () => {
    const producer = chain[at]?.block.header.producer;
    const wrong = nodes.find(({ keys }) => keys.publicKey !== producer)?.keys;
    if (wrong === undefined) throw new Error("there is one key");
    const signedBy = (sign: (value: unknown) => string, key: string) => {
      const { block } = chain[at] ?? {};
      if (block === undefined) throw new Error("there is no block");
      const changed = { ...block.header, producer: key };
      const outcome = prepareBlock(canonicalBytes({ ...block, header: changed, signature: sign(changed) }), deps);
      if (!outcome.ok) return outcome.reason;
      const ledger = below(at);
      const applied = applyBlock(outcome.value, ledger.branchOf(ledger.tree.head), rules);
      return applied.ok ? "ok" : applied.reason;
    };
    expect(signedBy((value) => wrong.sign(DOMAIN.blockV2, value), wrong.publicKey)).toBe("wrong_producer");
    expect(signedBy((value) => wrong.sign(DOMAIN.blockV2, value), producer ?? "")).toBe("bad_signature");
    expect(signedBy((value) => stranger.sign(DOMAIN.blockV2, value), stranger.publicKey)).toBe("wrong_producer");
  });

  it("is refused when it is too large or no canonical text", () => {
    expect(prepareBlock(new Uint8Array(MAX_BLOCK_BYTES + 1), deps)).toEqual({
      ok: false,
      reason: "too_large",
    });
    expect(prepareBlock(Buffer.from(`${JSON.stringify(chain[at]?.block)} `), deps)).toEqual({ ok: false, reason: "malformed" });
  });
});

describe("the votes of a block", () => {
  const groupsOf =
    (change: (groups: v2.VoteGroup[]) => v2.VoteGroup[]): Change =>
    ({ attestations }) => ({
      attestations: change(structuredClone(attestations)),
    });
  const first = (change: (group: v2.VoteGroup) => Partial<v2.VoteGroup>) =>
    groupsOf(([group, ...rest]) => (group === undefined ? [] : [{ ...group, ...change(group) }, ...rest]));
  const held = chain.findIndex(({ block }, index) => index > 3 && (block.attestations[0]?.votes.length ?? 0) > 1);

  it.each<[string, Change]>([
    ["votes_unsorted", groupsOf((groups) => [...groups, ...groups])],
    ["votes_unsorted", first(({ votes }) => ({ votes: votes.toReversed() }))],
    ["vote_span", first(({ target }) => ({ source: target }))],
    ["vote_off_branch", first(({ target }) => ({ target: { ...target, hash: other } }))],
    ["vote_off_branch", first(({ source }) => ({ source: { ...source, hash: other } }))],
    ["vote_epoch", first(({ epoch }) => ({ epoch: epoch + 1 }))],
    ["no_voter", first(({ votes }) => ({ votes: votes.map(([, signature]) => [200, signature] as v2.IndexedVote).slice(0, 1) }))],
    ["bad_vote_signature", first(({ votes }) => ({ votes: votes.map(([index]) => [index, "0".repeat(128)] as v2.IndexedVote) }))],
  ])("are refused as %s", (reason, change) => {
    expect(held).toBeGreaterThan(3);
    expect(judge(held, change)).toBe(reason);
  });

  it("are refused a second time on one branch", () => {
    const before = chain[held]?.block.attestations ?? [];
    expect(judge(held + 1, ({ attestations }) => ({ attestations: [...before, ...attestations] }))).toBe("vote_repeated");
  });
});

describe("the transactions of a block", () => {
  const firstOf =
    (change: (sent: v2.SentTransaction) => v2.SentTransaction): Change =>
    ({ transactions: [sent, ...rest] }) => ({
      transactions: sent === undefined ? [] : [change(structuredClone(sent)), ...rest],
    });
  /** Signs it anew by its sender. */
  const signed = (sent: v2.SentTransaction): v2.SentTransaction => ({
    ...sent,
    signature: keyOf(sent.transaction.sender).sign(DOMAIN.transactionV2, sent.transaction),
  });
  const inner = (change: Partial<v2.Transaction>): Change =>
    firstOf((sent) => signed({ ...sent, transaction: { ...sent.transaction, ...change } } as v2.SentTransaction));

  it.each<[string, Change]>([
    ["wrong_network", inner({ network: other })],
    ["bad_transaction_signature", firstOf((sent) => ({ ...sent, signature: "0".repeat(128) }))],
    [
      "no_member",
      firstOf((sent) => {
        const transaction = { ...sent.transaction, sender: stranger.publicKey };
        return { ...sent, transaction, signature: stranger.sign(DOMAIN.transactionV2, transaction) } as v2.SentTransaction;
      }),
    ],
    [
      "wrong_items",
      firstOf((sent) =>
        signed({ ...sent, transaction: { ...sent.transaction, data: { items_root: other, count: 1 } } } as v2.SentTransaction),
      ),
    ],
    ["sequence_gap", inner({ sequence: 999 })],
    ["expired", inner({ expires_at: 1 })],
    ["expiry_too_far", inner({ expires_at: 4_000_000_000 })],
    ["sequence_used", ({ transactions }) => ({ transactions: [...transactions, ...transactions.slice(0, 1)] })],
    [
      "tag_twice",
      firstOf((sent) => {
        const items = [...v2.itemsOf(sent), ...v2.itemsOf(sent)];
        const data = { items_root: v2.itemsRoot(items), count: items.length };
        return signed({ ...sent, items, transaction: { ...sent.transaction, data } } as v2.SentTransaction);
      }),
    ],
  ])("are refused as %s", (reason, change) => {
    expect(judge(at, change)).toBe(reason);
  });

  it("are refused when they are more than the network allows", () => {
    const few = {
      ...network,
      genesis: { ...network.genesis, parameters: { ...network.genesis.parameters, max_transactions: 1 } },
    };
    expect(prepareBlock(chain[at]?.bytes ?? new Uint8Array(), { network: few, checkSignature })).toMatchObject({
      ok: false,
      reason: "wrong_tx_count",
    });
  });
});

describe("the rules at their edges", () => {
  const block = chain[at];
  if (block === undefined) throw new Error("there is no block");
  const branch = () => {
    const ledger = below(at);
    return ledger.branchOf(ledger.tree.head);
  };

  it("refuse a block that is not later than its parent", () => {
    const { tip, ...rest } = branch();
    const late = { ...rest, tip: { ...tip, timestamp: block.block.header.timestamp } };
    expect(applyBlock(block, late, rules)).toEqual({ ok: false, reason: "time_not_after_parent" });
  });

  it("refuse what is more than the parameters in force allow", () => {
    const { state, ...rest } = branch();
    const within = (changes: Partial<v2.Parameters>) => {
      const applied = applyBlock(block, { ...rest, state: { ...state, parameters: { ...state.parameters, ...changes } } }, rules);
      return applied.ok ? "ok" : applied.reason;
    };
    const items = block.transactions.reduce((sum, { sent }) => sum + itemCount(sent), 0);
    expect([within({ max_items: items - 1 }), within({ max_block_bytes: block.bytes.length - 1 })]).toEqual([
      "too_many_items",
      "too_large",
    ]);
    // Within both, what is left to object to is that the header names other parameters.
    expect(within({ max_items: items, max_block_bytes: block.bytes.length })).toBe("wrong_state_root");
    expect(within({})).toBe("ok");
  });

  it("refuse votes for a block that is 64 heights below", () => {
    const [group] = block.block.attestations;
    if (group === undefined) throw new Error("there is no group");
    const { tip, ...rest } = branch();
    const far = { ...rest, tip: { ...tip, height: group.target.height + 64 } };
    expect(checkVotes([group], far, rules)).toEqual({ ok: false, reason: "vote_too_old" });
    expect(checkVotes([group], { ...far, tip: { ...tip, height: group.target.height + 63 } }, rules).ok).toBe(true);
  });

  it("sort votes by target, source and voter, and leave out who has no vote", () => {
    const { finality } = branch().state;
    const [one, other] = finality.targets.slice(-2);
    const [first, last] = [nodes[0]?.keys.publicKey ?? "", nodes[3]?.keys.publicKey ?? ""];
    if (one === undefined || other === undefined) throw new Error("there are two");
    const vote = (attester: string, source: number, target: typeof one) => ({
      ...{ attester, epoch: target.epoch, signature: "", target: { height: target.height, hash: target.hash } },
      source: { height: source, hash: hashObject(source) },
    });
    const groups = groupVotes(
      [vote(last, 2, other), vote(first, 1, other), vote(last, 1, other), vote(first, 1, one), vote(stranger.publicKey, 1, one)],
      finality,
    );
    expect(groups.map(({ source, target, votes }) => [target.height - one.height, source.height, votes.length])).toEqual([
      [0, 1, 1],
      [1, 1, 2],
      [1, 2, 1],
    ]);
    const indexes = groups[1]?.votes.map(([index]) => index) ?? [];
    expect(indexes).toEqual(indexes.toSorted((left, right) => left - right));
  });

  it("count the bytes and name the hash of a transaction as it travels, with and without items", () => {
    const [first] = chain.flatMap(({ transactions }) => transactions);
    if (first === undefined || !("items" in first.sent)) throw new Error("there is no list");
    const {
      items: [item],
      ...alone
    } = first.sent;
    const items = ["1", "2", "3"].map((digit) => ({ ...item, tag: digit.repeat(64) }) as v2.Anchor);
    const data = { items_root: v2.itemsRoot(items), count: items.length };
    const several = { ...alone, items, transaction: { ...alone.transaction, data } } as v2.SentTransaction;
    for (const sent of [first.sent, several, alone as v2.SentTransaction])
      expect(prepareTransaction(sent, { network, checkSignature: () => true })).toEqual({
        ok: true,
        value: { id: hashObject(sent.transaction), size: canonicalBytes(sent).length, sent },
      });
  });

  it("refuse a transaction of more than 65 536 bytes", () => {
    const [keys] = nodes.map((one) => one.keys);
    if (keys === undefined) throw new Error("there is no key");
    const items = Array.from({ length: 400 }, (_, index) => ({
      tag: hashObject(index),
      size: 2 ** 53 - 1,
      root: hashObject(index),
    }));
    const data = { items_root: v2.itemsRoot(items), count: items.length };
    const envelope = { version: 2, network: network.hash, sender: keys.publicKey, sequence: 0, expires_at: 1 } as const;
    const transaction = { ...envelope, type: "node_checkpoint", data } as const;
    const sent = { transaction, signature: keys.sign(DOMAIN.transactionV2, transaction), items };
    expect(prepareTransaction(sent, deps)).toEqual({ ok: false, reason: "transaction_too_large" });
  });

  it("keep what has expired out of a block that is built", () => {
    const { header, attestations } = block.block;
    const plan = { branch: branch(), at: header, rank: header.rank, producer: header.producer, votes: [] };
    const queues = [[block.transactions.slice(0, 1)]];
    const taken = buildBlock({ ...plan, timestamp: header.timestamp, queues }, rules);
    const expired = buildBlock({ ...plan, timestamp: header.timestamp + 200_000, queues }, rules);
    expect([taken.transactions.length, expired.transactions.length, attestations.length > 0]).toEqual([1, 0, true]);
  });
});
