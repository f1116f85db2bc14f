import { merkle, sha256Hex, utf8, type v2 } from "@lucid/proof";
import { describe, expect, it } from "vitest";
import { createSignatureChecker } from "../../signing/signature-checker.ts";
import { type BranchState, genesisState } from "../state/branch-state.ts";
import { rowName } from "../state/rows.ts";
import { createMembershipState } from "../testing/membership-state.ts";
import { omittedFrom } from "./omitted.ts";
import type { PreparedBlock, PreparedTransaction } from "./prepare-block.ts";

const { network, keys } = createMembershipState(1, 1, 1, 1);
const [one = "", other = "", third = ""] = keys.map(({ publicKey }) => publicKey);
const TIME = 1_000;
const hash = (text: string): string => sha256Hex(utf8(text));
const deps = { network, checkSignature: createSignatureChecker() };

interface Changes {
  readonly sequence?: number;
  readonly expires_at?: number;
  readonly size?: number;
}

/** Anchors of so many sessions of a key, as they are after their form and signature were checked. */
function anchors(
  sender: string,
  count: number,
  { sequence = 0, expires_at = TIME + 60, size = 500 }: Changes = {},
): PreparedTransaction {
  const name = `${sender} ${sequence}`;
  const items: v2.Anchor[] = Array.from({ length: count }, (_, item) => ({
    ...{ tag: hash(`${name} ${item}`), manifest_hash: hash("m"), grant_hash: hash("g"), merkle_root: hash("r") },
    ...{ chunk_count: 1, consistency: null },
  }));
  const data = { items_root: merkle.EMPTY_ROOT, count };
  const transaction = { version: 2, network: network.hash, sender, sequence, expires_at, type: "session_anchors", data } as const;
  return { id: hash(name), size, sent: { transaction, signature: "", items } };
}

const limits = { max_items: 16, max_transactions: 10, max_block_bytes: 20_000 };

interface Held {
  readonly held?: readonly PreparedTransaction[];
  readonly limits?: Partial<typeof limits>;
  readonly attestations?: readonly v2.VoteGroup[];
}

/** Which of the waiting ones a block of four members with these transactions left out, by its id. */
function leftOut(waiting: PreparedTransaction, { held = [], limits: changed = {}, attestations = [] }: Held = {}, isDue = true) {
  const state = genesisState(network);
  const used = held.map(
    ({ sent: { transaction } }) => [rowName("sequence", transaction.sender), transaction.sequence + 1] as const,
  );
  const after: BranchState = {
    ...{ ...state, rows: state.rows.with(new Map(used)) },
    parameters: { ...network.genesis.parameters, ...limits, ...changed },
  };
  const block = { header: { height: 1, epoch: 0, timestamp: TIME }, attestations } as unknown as v2.Block;
  const prepared: PreparedBlock = { block, hash: "", bytes: new Uint8Array(), transactions: held };
  return omittedFrom({ prepared, members: 4, after }, [[[waiting]]], { ...deps, isDue: () => isDue })?.id;
}

describe("a block leaves out", () => {
  const waiting = anchors(one, 2);

  it("what was held for long enough, is valid after it, and would have fitted", () => {
    expect(leftOut(waiting)).toBe(waiting.id);
  });

  it("nothing that has not been held for long enough", () => {
    expect(leftOut(waiting, {}, false)).toBeUndefined();
  });

  it("nothing that it holds, that is not its sender's next one, or that nobody may send", () => {
    expect(leftOut(waiting, { held: [waiting] })).toBeUndefined();
    expect(leftOut(anchors(one, 2, { sequence: 1 }))).toBeUndefined();
    expect(leftOut(anchors("0".repeat(64), 2))).toBeUndefined();
  });

  it("nothing that has expired at its time", () => {
    expect(leftOut(anchors(one, 2, { expires_at: TIME }))).toBe(waiting.id);
    expect(leftOut(anchors(one, 2, { expires_at: TIME - 1 }))).toBeUndefined();
  });

  it("nothing beyond its member's share, which is twice an equal one", () => {
    const next = (count: number) => anchors(one, count, { sequence: 1 });
    expect(leftOut(next(2), { held: [anchors(one, 6)] })).toBe(next(2).id);
    expect(leftOut(next(3), { held: [anchors(one, 6)] })).toBeUndefined();
  });

  it("nothing for which others, within their shares, left no room", () => {
    const held = [anchors(other, 8), anchors(third, 7)];
    expect(leftOut(anchors(one, 1), { held })).toBe(waiting.id);
    expect(leftOut(waiting, { held })).toBeUndefined();
    expect(leftOut(waiting, { held, limits: { max_items: 17 } })).toBe(waiting.id);
    const full = { max_transactions: 2 };
    expect(leftOut(anchors(one, 1), { held, limits: full })).toBeUndefined();
  });

  it("what others beyond their shares took the room of", () => {
    const held = [anchors(other, 8), anchors(other, 8, { sequence: 1 })];
    expect(leftOut(waiting, { held })).toBe(waiting.id);
  });

  it("nothing that is larger than what votes and others left of its bytes", () => {
    const held = [anchors(other, 1, { size: 10_000 })];
    const votes = Array.from({ length: 40 }, (_, index): v2.IndexedVote => [index, ""]);
    const group = { epoch: 0, source: { height: 0, hash: "" }, target: { height: 1, hash: "" }, votes };
    const large = anchors(one, 1, { size: 5_000 });
    expect(leftOut(large, { held })).toBe(large.id);
    expect(leftOut(large, { held, attestations: [group] })).toBeUndefined();
    expect(leftOut(anchors(one, 1, { size: 7_951 }), { held })).toBeUndefined();
    expect(leftOut(anchors(one, 1, { size: 7_950 }), { held })).toBe(large.id);
  });
});
