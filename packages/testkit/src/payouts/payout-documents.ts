import { createHash } from "node:crypto";
import {
  canonicalBytes,
  type Evidence,
  merkle,
  type PayoutProof,
  type PayoutStatement,
  payoutLogId,
  type StatedPayout,
  writePath,
} from "@lucid/proof";
import { createTestChain, type TestTransaction } from "../proof/test-chain.ts";
import { type TestNetwork, testNetwork, testSigner } from "../proof/test-network.ts";

export interface PayoutLogOptions {
  /** Payouts in the log, all of them in the newest statement but those of before. */
  readonly payouts: number;
  readonly before?: number;
  /** Changes a payout before it is stated. */
  readonly edit?: (payout: StatedPayout, place: number) => StatedPayout;
  /** What the node states instead. */
  readonly states?: (data: { readonly log: string; readonly size: number; readonly root: string }) => TestTransaction;
  readonly weights?: readonly number[];
}

export interface TestPayoutLog {
  readonly network: TestNetwork;
  readonly node: string;
  readonly payouts: readonly StatedPayout[];
  readonly evidence: Evidence;
  proof(place: number): PayoutProof;
  readonly statement: PayoutStatement;
}

const TRON_NETWORK = "devnet";
const digits = (text: string): string => createHash("sha256").update(text).digest("hex");
const uuid = (text: string): string =>
  digits(text).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, (_all, ...parts: string[]) => parts.slice(0, 5).join("-"));

function payoutAt(place: number): StatedPayout {
  return {
    salt: digits(`salt ${place}`).slice(0, 32),
    payout_id: uuid(`payout ${place}`),
    payee: uuid(`payee ${place % 7}`),
    address: "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH",
    amount: String(10_000_000 + place),
    fee: place % 3 === 2 ? "0" : "100000",
    transaction_id: digits(`transaction ${place}`),
    entries: place % 3 === 2 ? [3 * place + 1, 3 * place + 2] : [3 * place + 1, 3 * place + 2, 3 * place + 3],
    settled_at_ms: Date.UTC(2026, 0, 1) + place,
  };
}

/** A node's log of payouts that nobody altered, stated on a chain, as docs/formats/payouts.md has it. */
export function buildPayoutLog({ payouts: count, before = 0, edit, states, weights }: PayoutLogOptions): TestPayoutLog {
  const network = testNetwork("payouts", { name: "payouts", ...(weights === undefined ? {} : { weights }) });
  const node = testSigner("payouts/node");
  const payouts = Array.from({ length: count }, (_, place) => (edit ?? ((one) => one))(payoutAt(place), place));
  const tree = merkle.createTree();
  for (const payout of payouts) tree.append(canonicalBytes(payout));
  const data = { log: payoutLogId(node.publicKey, TRON_NETWORK), size: count, root: tree.root() };
  const chain = createTestChain(network);
  const start = network.genesis.genesis_time + 10;
  const sent = chain.sign(states?.(data) ?? { type: "audit_checkpoint", data }, node, start);
  chain.addBlock(start);
  chain.addBlock(start + 10, [sent]);
  for (const more of [20, 30]) chain.addBlock(start + more);
  const evidence = chain.evidence(sent);
  const anchored = { version: 1, genesis: network.genesis, tron_network: TRON_NETWORK, evidence } as const;
  return {
    ...{ network, node: node.publicKey, payouts, evidence },
    proof(place) {
      const payout = payouts[place];
      if (payout === undefined) throw new RangeError(`payout log: no payout ${place}`);
      const path = writePath(tree.inclusionPath(place, count));
      return { ...anchored, format: "lucid-payout-proof", payout, index: place, path };
    },
    statement: {
      ...{ ...anchored, format: "lucid-payout-statement" },
      ...{ from: before, before: tree.frontier(before), payouts: payouts.slice(before) },
    },
  };
}
