import { canonicalJson, type PayoutDocument, type PayoutStatement, type StatedPayout, utf8, writePath } from "@lucid/proof";
import { bytesToHex } from "@noble/hashes/utils.js";
import { buildPayoutLog, type PayoutLogOptions } from "../payouts/payout-documents.ts";
import { malformed } from "./malformed.ts";
import { invalid, type Vector, type VectorFile, valid, vectorFile } from "./vector.ts";

const PLACE = 4;
/** Every digest that a node of another kind would have made. */
const OTHER = "5".repeat(64);

const of = (document: object): Vector["input"] => ({ document });
const bytes = (text: string): Vector["input"] => ({ document_hex: bytesToHex(utf8(text)) });

/** Proofs of payouts and statements of periods, and each way in which they can be wrong. */
export function payoutVectors(): VectorFile {
  const make = (options: Partial<PayoutLogOptions> = {}) => buildPayoutLog({ payouts: 11, before: 5, ...options });
  const log = make();
  const [proof, { statement }] = [log.proof(PLACE), log];
  const at = (place: number): StatedPayout => log.payouts[place] ?? proof.payout;
  const { payouts } = statement;
  const altered = (change: Partial<StatedPayout>): PayoutStatement => ({
    ...statement,
    payouts: payouts.map((one, place) => (place === 1 ? { ...one, ...change } : one)),
  });
  /** What the log truly says, and must not. */
  const saying = (change: Partial<StatedPayout>) =>
    make({ edit: (payout, place) => (place === PLACE + 2 ? { ...payout, ...change } : payout) });
  const saidOnChain = (change: object) =>
    make({ states: (data) => ({ type: "audit_checkpoint", data: { ...data, ...change } }) });
  const stating = (change: object) => saidOnChain(change).proof(PLACE);
  const sized = (size: number) => saidOnChain({ size }).statement;
  const digests = (count: number): string[] => Array.from({ length: count }, () => OTHER);
  const good = (name: string, document: PayoutDocument): Vector =>
    valid(name, of(document), {
      kind: document.format === "lucid-payout-proof" ? "proof" : "statement",
      node: log.node,
      log_size: sizeOf(document),
      ...totalsOf(document.format === "lucid-payout-proof" ? [document.payout] : document.payouts),
    });
  const lost = (name: string, document: object): Vector => invalid(name, of(document), "payout-path-invalid");
  const steps = (count: number): string => writePath(Array.from({ length: count }, () => OTHER));
  return vectorFile(
    "payouts",
    "A proof of one payout, or the statement of a period: as `document`, which is written in canonical form before it is read, or as bytes. `sent` and `fees` are sums in micro-USDT.",
    [
      good("a proof", proof),
      good("a proof of the first payout", log.proof(0)),
      good("a proof of the last payout", log.proof(10)),
      good("a proof whose path is a whole number of letters", buildPayoutLog({ payouts: 8 }).proof(0)),
      good("a proof from a log of one", buildPayoutLog({ payouts: 1 }).proof(0)),
      good("a proof on a network of three", make({ weights: [2, 2, 1] }).proof(PLACE)),
      good("a statement", statement),
      good("the first statement", buildPayoutLog({ payouts: 7 }).statement),
      good("a statement after a log that is one complete tree", make({ before: 8 }).statement),
      good("a statement of one payout", make({ before: 10 }).statement),

      ...[...malformed(proof, ["evidence", "genesis"])].map(({ name, document }) =>
        invalid(`a proof with ${name}`, of(document as object), "format-invalid"),
      ),
      ...[...malformed(statement, ["evidence", "genesis"])].map(({ name, document }) =>
        invalid(`a statement with ${name}`, of(document as object), "format-invalid"),
      ),
      invalid("a statement of nothing", of({ ...statement, payouts: [] }), "format-invalid"),
      invalid("an amount with a leading zero", of({ ...proof, payout: { ...proof.payout, amount: "0100" } }), "format-invalid"),
      invalid(
        "a payout with four entries",
        of({ ...proof, payout: { ...proof.payout, entries: [1, 2, 3, 4] } }),
        "format-invalid",
      ),
      invalid("a payout with one entry", of({ ...proof, payout: { ...proof.payout, entries: [1] } }), "format-invalid"),
      invalid("a document that is a number", bytes("7"), "format-invalid"),
      invalid("a proof with spaces", bytes(JSON.stringify(proof, null, 1)), "json-not-canonical"),
      invalid("a proof that is cut off", bytes(canonicalJson(proof).slice(0, -1)), "json-invalid"),

      invalid(
        "a network that contradicts itself",
        of({ ...proof, genesis: { ...proof.genesis, producers: [...proof.genesis.producers, ...proof.genesis.producers] } }),
        "genesis-invalid",
      ),
      invalid(
        "a block of another network",
        of({ ...proof, genesis: make({ weights: [1, 1] }).network.genesis }),
        "network-mismatch",
      ),
      invalid(
        "a transaction that was changed",
        of({
          ...proof,
          evidence: {
            ...proof.evidence,
            transaction: {
              ...proof.evidence.transaction,
              transaction: { ...proof.evidence.transaction.transaction, sequence: 7 },
            },
          },
        }),
        "transaction-signature",
      ),

      invalid("a proof on another TRON network", of({ ...proof, tron_network: "nile" }), "payout-log-mismatch"),
      invalid("a head of another log", of(stating({ log: OTHER })), "payout-log-mismatch"),
      invalid(
        "a transaction of another kind",
        of(
          make({
            states: () => ({
              type: "node_checkpoint",
              data: { heads: [{ session_id: proof.payout.payout_id, size: 11, root: OTHER }] },
            }),
          }).proof(PLACE),
        ),
        "payout-log-mismatch",
      ),

      lost("a proof with another amount", { ...proof, payout: { ...proof.payout, amount: "99000000" } }),
      lost("a proof with another address", {
        ...proof,
        payout: { ...proof.payout, address: `${proof.payout.address.slice(0, -1)}9` },
      }),
      lost("a proof with another salt", { ...proof, payout: { ...proof.payout, salt: "0".repeat(32) } }),
      lost("a proof of another payout", { ...proof, payout: at(PLACE + 1) }),
      lost("a proof with the place of another payout", { ...proof, index: PLACE + 1 }),
      lost("a proof with a place behind the end", { ...proof, index: 11 }),
      lost("a proof without a path", { ...proof, path: "" }),
      lost("a proof with a step too many", { ...proof, path: steps(5) }),
      lost("a proof with half a step", { ...proof, path: proof.path.slice(0, 30) }),
      lost("a path of a length that no bytes have", { ...proof, path: proof.path.slice(0, 169) }),
      lost("a path with bits behind its last byte", { ...proof, path: `${proof.path.slice(0, -1)}${nextDigit(proof.path)}` }),
      lost("a path with a byte behind its last step", { ...proof, path: withByte(proof.path) }),
      lost("a proof against another root", stating({ root: OTHER })),
      lost("a proof against another size", stating({ size: 40 })),
      lost("a statement against another size", sized(40)),
      lost("a statement after as many digests as there may be", { ...statement, before: digests(53) }),
      invalid("a statement after a digest too many", of({ ...statement, before: digests(54) }), "format-invalid"),
      lost("a statement with another amount", altered({ amount: "99000000" })),
      lost("a statement with a payout too few", { ...statement, payouts: payouts.slice(1) }),
      lost("a statement with a payout too many", { ...statement, payouts: [...payouts, at(0)] }),
      lost("a statement with payouts in another order", { ...statement, payouts: payouts.toReversed() }),
      lost("a statement that begins at another place", { ...statement, from: 4 }),
      lost("a statement after another log", { ...statement, before: statement.before.map(() => OTHER) }),
      lost("a statement with a digest too many of what was before", { ...statement, before: [...statement.before, OTHER] }),
      lost("a statement with a digest too few of what was before", { ...statement, before: statement.before.slice(1) }),

      invalid("a payout whose fee is its amount", of(saying({ amount: "7", fee: "7" }).proof(PLACE + 2)), "payout-amount"),
      invalid("a statement with a fee above its amount", of(saying({ amount: "7", fee: "8" }).statement), "payout-amount"),
      invalid("a payout that is stated twice", of(saying({ payout_id: at(PLACE + 3).payout_id }).statement), "payout-twice"),
      invalid(
        "a transaction that pays twice",
        of(saying({ transaction_id: at(PLACE + 3).transaction_id }).statement),
        "payout-twice",
      ),
      invalid(
        "an entry of the ledger that counts twice",
        of(saying({ entries: at(PLACE + 3).entries }).statement),
        "payout-twice",
      ),
      invalid("a payout with one entry twice", of(saying({ entries: [900, 900] }).proof(PLACE + 2)), "payout-twice"),
    ],
  );
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/** The last digit of a text whose last bits stand for nothing, with another value of these. */
const nextDigit = (path: string): string => DIGITS.charAt(DIGITS.indexOf(path.slice(-1)) + 1);
const withByte = (path: string): string => Buffer.concat([Buffer.from(path, "base64url"), Buffer.of(0)]).toString("base64url");

const sizeOf = ({ evidence }: PayoutDocument): number => {
  const { transaction } = evidence.transaction;
  return transaction.type === "audit_checkpoint" ? transaction.data.size : 0;
};

function totalsOf(payouts: readonly StatedPayout[]): { readonly sent: string; readonly fees: string } {
  const fees = payouts.reduce((sum, { fee }) => sum + BigInt(fee), 0n);
  const sent = payouts.reduce((sum, { amount }) => sum + BigInt(amount), 0n) - fees;
  return { sent: sent.toString(), fees: fees.toString() };
}
