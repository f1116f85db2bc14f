import { sha256Hex, utf8, v2 } from "@lucid/proof";
import { describe, expect, it } from "vitest";
import { positionOf } from "../../schedule/slots.ts";
import { createSignatureChecker } from "../../signing/signature-checker.ts";
import { genesisBlock } from "../blocks/fork-block.ts";
import type { PreparedBlock, PreparedTransaction } from "../blocks/prepare-block.ts";
import { createForkTree } from "../consensus/fork-tree.ts";
import { createSchedule } from "../schedule/schedule.ts";
import { genesisState } from "../state/branch-state.ts";
import { createMembershipState } from "../testing/membership-state.ts";
import { createAcceptance } from "./acceptance.ts";

const { network, keys } = createMembershipState(1, 1, 1, 1);
const { genesis } = network;
const [own = ""] = keys.map(({ publicKey }) => publicKey);
const intervalS = genesis.parameters.block_interval;

const data = { items_root: "", count: 1 };
const anchor = {
  chunk_count: 1,
  consistency: null,
  ...Object.fromEntries(["tag", "manifest_hash", "grant_hash", "merkle_root"].map((name) => [name, sha256Hex(utf8(name))])),
};
const transaction = {
  version: 2,
  network: network.hash,
  sender: own,
  sequence: 0,
  expires_at: 3_600,
  type: "session_anchors",
  data,
} as const;
const waiting: PreparedTransaction = {
  id: "waiting",
  size: 500,
  sent: { transaction, signature: "", items: [v2.Anchor.parse(anchor)] },
};

/** A tree in which blocks leave out what waits, or do not. */
function setUp() {
  const root = genesisBlock(network);
  const tree = createForkTree(root);
  const asked: { readonly since: number }[] = [];
  const acceptance = createAcceptance({
    rules: { network, schedule: createSchedule(network), checkSignature: createSignatureChecker() },
    ledger: { tree, stateOf: () => genesisState(network), transactionsOf: (hash) => [{ ...waiting, id: `of ${hash}` }] },
    mempool: {
      queues: (_state, more = []) => [[[waiting, ...more]]],
      isHeldSince: (_id, since) => asked.push({ since }) > 0 && isHeld,
    },
  });
  let isHeld = true;

  /** A block at a position; `omits` where it leaves out what waits. */
  function add(hash: string, parent: string, ordinal: number, omits: "omits" | "has it", rank = 0): boolean {
    const height = (tree.get(parent)?.height ?? 0) + 1;
    const at = positionOf(genesis, ordinal);
    const place = { ...at, height, rank, epoch: 0, timestamp: ordinal * intervalS };
    tree.add({ ...root, ...place, hash, parent });
    isHeld = omits === "omits";
    const header = place as unknown as v2.Header;
    const prepared: PreparedBlock = {
      ...{ hash, bytes: new Uint8Array(), transactions: [] },
      block: { header, attestations: [] } as unknown as v2.Block,
    };
    return acceptance.judge(prepared, 4);
  }
  const headAt = (ordinal: number): string => acceptance.votingHead(ordinal * intervalS).hash;
  return { tree, acceptance, asked, add, headAt, genesisHash: root.hash };
}

describe("a block that leaves out what waits", () => {
  it("is judged by what was held an interval before its turn", () => {
    const { add, asked } = setUp();
    expect([add("1", network.hash, 3, "omits"), add("2", "1", 4, "has it", 1)]).toEqual([false, true]);
    expect(asked).toEqual([{ since: 2 * intervalS }, { since: 3 * intervalS + genesis.parameters.leader_timeout }]);
  });

  it("is not the voting head, nor is what stands on it, for four positions", () => {
    const { add, headAt, tree } = setUp();
    add("1", network.hash, 0, "has it");
    add("2", "1", 1, "omits");
    add("3", "2", 2, "has it");
    expect([headAt(2), headAt(4), headAt(5), tree.head.hash]).toEqual(["1", "1", "3", "3"]);
  });

  it("gives way to a sibling that has it", () => {
    const { add, headAt, tree } = setUp();
    add("1", network.hash, 0, "omits");
    add("2", network.hash, 0, "has it", 1);
    expect([tree.head.hash, headAt(0)]).toEqual(["1", "2"]);
    expect(headAt(4)).toBe("1");
  });

  it("makes nobody wait anew where others like it went before, below it or beside it", () => {
    const { add, headAt, tree, genesisHash } = setUp();
    add("1", genesisHash, 0, "omits");
    add("2", genesisHash, 2, "omits");
    add("3", "2", 3, "omits");
    expect(headAt(3)).toBe(genesisHash);
    expect(headAt(4)).not.toBe(genesisHash);
    add("4", "3", 4, "omits");
    add("5", genesisHash, 4, "omits");
    expect(headAt(4)).toBe(tree.head.hash);
    add("6", "4", 5, "has it");
    add("7", "6", 6, "omits");
    expect(headAt(6)).not.toBe("7");
  });

  it("is forgotten once finality has taken it out", () => {
    const { tree, add, headAt, genesisHash } = setUp();
    add("1", genesisHash, 0, "omits");
    add("2", genesisHash, 1, "has it");
    add("3", "2", 2, "has it");
    const vote = (source: string, target: string) =>
      keys.map(({ publicKey }) => {
        const ref = (hash: string) => ({ hash, height: tree.get(hash)?.height ?? 0 });
        return tree.vote({ attester: publicKey, source: ref(source), target: ref(target) });
      });
    vote(genesisHash, "2");
    vote("2", "3");
    expect([tree.final.hash, tree.get("1"), headAt(2)]).toEqual(["2", undefined, "3"]);
    // A block that its own votes, or others, took out is nobody's head.
    expect(add("9", "1", 3, "omits")).toBe(true);
  });

  it("gives its other transactions back to whoever builds beside it", () => {
    const { add, acceptance, tree, genesisHash } = setUp();
    add("1", genesisHash, 0, "has it");
    add("2", "1", 1, "omits");
    add("3", "2", 2, "omits");
    const ids = (hash: string) => {
      const head = tree.get(hash);
      return head === undefined
        ? []
        : acceptance
            .queues(head)
            .flat(2)
            .map(({ id }) => id);
    };
    expect([ids("1"), ids("3")]).toEqual([["waiting", "of 3", "of 2"], ["waiting"]]);
  });
});
