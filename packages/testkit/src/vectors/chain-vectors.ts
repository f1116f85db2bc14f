import {
  attestationOf,
  blockHash,
  DOMAIN,
  type Evidence,
  type FinalityLink,
  type Genesis,
  type Header,
  type SignedHeader,
  signObject,
  transactionId,
  transactionRoot,
} from "@lucid/proof";
import { createTestChain, type TestChain } from "../proof/test-chain.ts";
import { type TestNetwork, type TestSigner, testNetwork, testSigner } from "../proof/test-network.ts";
import { buildTestSession } from "../proof/test-session.ts";
import { anchorTransactionVectors } from "./anchor-vectors.ts";
import { evidenceBounds, genesisVectors, headerBounds } from "./chain-bound-vectors.ts";
import { invalid, type Vector, type VectorFile, valid, vectorFile } from "./vector.ts";

const SESSION = "00112233-4455-4677-8899-aabbccddeeff";

function example(network: TestNetwork) {
  const chain = createTestChain(network);
  const node = testSigner("vectors/node");
  const start = network.genesis.genesis_time + 10;
  const data = { heads: [{ session_id: SESSION, size: 1, root: "ab".repeat(32) }] };
  const transactions = [0, 1, 2].map(() => chain.sign({ type: "node_checkpoint", data }, node, start));
  chain.addBlock(start);
  chain.addBlock(start + 10, transactions);
  for (const more of [20, 30, 40]) chain.addBlock(start + more);
  const transaction = transactions[1];
  if (transaction === undefined) throw new Error("chain vectors: no transaction");
  return { chain, node, transactions, transaction };
}

const solo = testNetwork("vectors/solo", { name: "solo" });
const five = testNetwork("vectors/five", { name: "five", weights: [10, 10, 10, 10, 5] });
/** The first key has more than two thirds by one, which doubles do not tell. */
const wide = testNetwork("vectors/wide", { name: "wide", weights: [2 ** 53 - 1, 2 ** 52 - 1] });
const broken: Genesis = { ...solo.genesis, parameters: { ...solo.genesis.parameters, slot_duration: 125 } };
const GENESIS = { genesis: { solo: solo.genesis, five: five.genesis, wide: wide.genesis, broken } };
const soloSigner = solo.producers[0] as TestSigner;

export function chainVectors(): VectorFile {
  const { chain, node, transactions, transaction } = example(solo);
  const start = solo.genesis.genesis_time + 10;
  const headers = chain.blocks.slice(1, 4).map(({ header, signature }) => ({ header, signature }));
  const [first, second, third] = headers as [SignedHeader, SignedHeader, SignedHeader];
  const resigned = (at: number, changes: Partial<Header>, signer = soloSigner): Vector["input"] => {
    const header = { ...(headers[at] as SignedHeader).header, ...changes };
    const signed = { header, signature: signObject(DOMAIN.block, header, signer.secretKey) };
    return { kind: "headers", genesis: "solo", headers: headers.map((other, index) => (index === at ? signed : other)) };
  };
  const list = (...some: SignedHeader[]): Vector["input"] => ({ kind: "headers", genesis: "solo", headers: some });
  const one = (changes: object): Vector["input"] => ({
    kind: "transaction",
    genesis: "solo",
    transaction: { ...transaction, ...changes },
  });
  const other = { ...transaction.transaction, sequence: 9 };
  const continued = buildTestSession("vectors", { chunks: 3, chunkBytes: 48, checkpoints: [2], anchorVersion: 2 });
  return vectorFile(
    "transaction-block-header",
    "kind genesis: a genesis and its hash. kind transaction: a signed transaction and its id. kind headers: signed headers that follow one another, and their hashes. `repeat` names lists whose only element stands there so many times.",
    [
      valid("a transaction", one({}), { id: transactionId(transaction.transaction) }),
      invalid("a transaction changed after signing", one({ transaction: other }), "transaction-signature"),
      invalid(
        "a transaction signed by somebody else",
        one({ signature: signObject(DOMAIN.transaction, transaction.transaction, soloSigner.secretKey) }),
        "transaction-signature",
      ),
      invalid(
        "a transaction signed under another domain",
        one({ signature: signObject(DOMAIN.block, transaction.transaction, node.secretKey) }),
        "transaction-signature",
      ),
      invalid("a transaction of another network", { ...one({}), genesis: "five" }, "network-mismatch"),
      invalid(
        "a transaction of an unknown type",
        one({ transaction: { ...transaction.transaction, type: "payout" } }),
        "format-invalid",
      ),
      ...auditHeads(chain, node, start),
      valid("the root of a block's transactions", { kind: "root", transactions }, { root: transactionRoot(transactions) }),
      valid("one header", list(first), { hashes: [blockHash(first.header)] }),
      valid("three headers", list(first, second, third), { hashes: headers.map(({ header }) => blockHash(header)) }),
      invalid("a header left out", list(first, third), "header-chain"),
      invalid("headers in reverse", list(third, second, first), "header-chain"),
      invalid(
        "a header changed after signing",
        list({ ...first, header: { ...first.header, state_root: "00".repeat(32) } }),
        "header-signature",
      ),
      invalid("another previous hash", resigned(1, { previous_hash: "00".repeat(32) }), "header-chain"),
      invalid("a height left out", resigned(1, { height: 9 }), "header-chain"),
      invalid("the place of the block before", resigned(1, { position: first.header.position }), "header-chain"),
      invalid("a first block that does not follow the genesis", resigned(0, { height: 1 }), "header-chain"),
      invalid(
        "a time before its place in the schedule",
        resigned(0, { timestamp: first.header.timestamp - 1 }),
        "header-schedule",
      ),
      invalid("a fallback at the leader's time", resigned(0, { rank: 1 }), "header-schedule"),
      invalid(
        "a rank beyond the last fallback",
        resigned(0, { rank: 4, timestamp: first.header.timestamp + 60 }),
        "header-schedule",
      ),
      invalid("a position that no slot has", resigned(0, { position: 12 }), "header-schedule"),
      invalid("an epoch that is not its slot's", resigned(0, { epoch: 1 }), "header-schedule"),
      invalid("a producer that is not in the genesis", resigned(0, { producer: node.publicKey }, node), "header-producer"),
      invalid("another network", { ...list(first), genesis: "five" }, "network-mismatch"),
      ...anchorTransactionVectors(continued, "main"),
      ...genesisVectors(solo.genesis),
      ...headerBounds(solo, transaction, first),
    ],
    { genesis: { ...GENESIS.genesis, main: continued.network.genesis } },
  );
}

/** Heads of audit logs. Put together by hand where the form does not let them be. */
function auditHeads({ sign }: TestChain, node: TestSigner, timeS: number): Vector[] {
  const data = { log: "cd".repeat(32), size: 7, root: "ef".repeat(32) };
  const signed = sign({ type: "audit_checkpoint", data }, node, timeS);
  const stating = (changes: object, beside: object = {}): Vector["input"] => {
    const transaction = { ...signed.transaction, ...beside, data: { ...data, ...changes } };
    const signature = signObject(DOMAIN.transaction, transaction, node.secretKey);
    return { kind: "transaction", genesis: "solo", transaction: { transaction, signature } };
  };
  return [
    valid("the head of an audit log", stating({}), { id: transactionId(signed.transaction) }),
    invalid("the head of an audit log without entries", stating({ size: 0 }), "format-invalid"),
    invalid("the head of an audit log that names somebody", stating({ user_id: SESSION }), "format-invalid"),
    invalid("the head of an audit log with a note beside it", stating({}, { note: "" }), "format-invalid"),
    invalid("the head of an audit log whose id is none", stating({ log: SESSION }), "format-invalid"),
    invalid("the head of an audit log with another root than a hash", stating({ root: "" }), "format-invalid"),
  ];
}

export function finalityVectors(): VectorFile {
  const alone = example(solo);
  const many = example(five);
  const evidence = alone.chain.evidence(alone.transaction, { final: 1 });
  const heavy = example(wide);
  const votes = many.chain.evidence(many.transaction);
  const on = (changes: Partial<Evidence>): Vector["input"] => ({ genesis: "solo", evidence: { ...evidence, ...changes } });
  const by = (...voters: number[]): Vector["input"] => {
    const some = (link: FinalityLink) => ({ ...link, signatures: voters.map((voter) => link.signatures[voter]) });
    return { genesis: "five", evidence: { ...votes, finality: votes.finality.map(some) } };
  };
  const relink = (link: FinalityLink, changes: Partial<FinalityLink>, signer = soloSigner): FinalityLink => {
    const draft = { ...link, ...changes };
    const statement = attestationOf(draft, solo.hash, signer.publicKey);
    return {
      ...draft,
      signatures: [{ attester: signer.publicKey, signature: signObject(DOMAIN.attestation, statement, signer.secretKey) }],
    };
  };
  const [first, second] = evidence.finality;
  const facts = (of: Evidence, attesters: number) => ({
    transaction_id: transactionId(of.transaction.transaction),
    height: of.headers[0]?.header.height,
    final_height: of.headers.at(-1)?.header.height,
    attesters,
  });
  return vectorFile(
    "attestation-and-finality",
    "Evidence that a transaction is final. The network solo has one producer; five has weights 10, 10, 10, 10 and 5; wide has 2^53 - 1 and 2^52 - 1.",
    [
      valid("one block and its child attested", on({}), facts(evidence, 1)),
      valid("the transaction's own block final", { genesis: "solo", evidence: alone.chain.evidence(alone.transaction) }),
      valid("a source further back", on({ finality: [relink(first, { source: { height: 0, hash: solo.hash } }), second] })),
      valid("35 of 45", by(0, 1, 2, 4), facts(votes, 4)),
      valid("all five", by(0, 1, 2, 3, 4), facts(votes, 5)),
      valid("a voter given twice beside enough others", by(0, 1, 2, 3, 3), facts(votes, 4)),
      valid("weights beyond 2^53, more than two thirds by one", {
        genesis: "wide",
        evidence: heavy.chain.evidence(heavy.transaction, { voters: 1 }),
      }),
      invalid("30 of 45 are not more than two thirds", by(0, 1, 2), "finality-weight"),
      invalid("voters given twice do not count twice", by(0, 1, 2, 0, 1), "finality-weight"),
      invalid(
        "enough votes in the first link only",
        {
          genesis: "five",
          evidence: {
            ...votes,
            finality: [votes.finality[0], { ...votes.finality[1], signatures: votes.finality[1].signatures.slice(0, 3) }],
          },
        },
        "finality-weight",
      ),
      invalid("a vote of a stranger", on({ finality: [relink(first, {}, alone.node), second] }), "attester-unknown"),
      invalid(
        "a vote that was changed",
        on({ finality: [{ ...first, signatures: [{ attester: soloSigner.publicKey, signature: "00".repeat(64) }] }, second] }),
        "attestation-signature",
      ),
      invalid("a link whose epoch was changed", on({ finality: [{ ...first, epoch: 1 }, second] }), "finality-link"),
      invalid("the links exchanged", on({ finality: [second, first] }), "finality-link"),
      invalid("the first link twice", on({ finality: [first, first] }), "finality-link"),
      invalid(
        "a second link that skips a height",
        on({ finality: [first, relink(second, { target: { height: second.target.height + 1, hash: second.target.hash } })] }),
        "finality-link",
      ),
      invalid(
        "a first link to another block of that height",
        on({ finality: [relink(first, { target: { ...first.target, hash: "00".repeat(32) } }), second] }),
        "finality-link",
      ),
      invalid(
        "a second link from another block of that height",
        on({ finality: [first, relink(second, { source: { ...second.source, hash: "00".repeat(32) } })] }),
        "finality-link",
      ),
      valid("a second link of a later epoch", on({ finality: [first, relink(second, { epoch: 3 })] })),
      invalid(
        "a source on another branch",
        on({ finality: [relink(first, { source: { ...first.source, hash: "00".repeat(32) } }), second] }),
        "finality-link",
      ),
      invalid("a source above its target", on({ finality: [relink(first, { source: second.target }), second] }), "finality-link"),
      invalid("another index in the block", on({ tx_index: 0 }), "transaction-not-in-block"),
      invalid("another path in the block", on({ tx_path: evidence.tx_path.toReversed() }), "transaction-not-in-block"),
      invalid(
        "another transaction of the block",
        on({ transaction: alone.transactions[2] as Evidence["transaction"] }),
        "transaction-not-in-block",
      ),
      invalid("another network", { genesis: "five", evidence }, "network-mismatch"),
      ...evidenceBounds(solo, alone.node, evidence, (link, changes) => relink(link, changes)),
    ],
    GENESIS,
  );
}
