import {
  Attestation,
  Block,
  BundleBlocks,
  BundleCheckpoints,
  BundleDescriptor,
  canonicalBytes,
  checkManifest,
  createSignatureCheck,
  Evidence,
  type Genesis,
  type Outcome,
  openNetwork,
  parseCanonical,
  parseFormat,
  readChunkProof,
  readDeletionReceipt,
  SignedAttestation,
  SignedHeader,
  SignedManifest,
  SignedTransaction,
  v2,
  verifyChunkProof,
  verifyDeletionReceipt,
  verifyEvidence,
  verifyPayoutDocument,
} from "@lucid/proof";
import { type Decoder, sameBytes } from "../decoder.ts";
import { bytesIn, documentsIn, sharedOf, texts } from "./examples.ts";

const MOST = 1_048_576;
type Values = Readonly<Record<string, unknown>>;

const wordOf = (outcome: Outcome<unknown>): string => (outcome.ok ? "ok" : outcome.failure.code);

/** A document that has its form is written again as it was read; then `check` judges what it says. */
function format<Schema extends Parameters<typeof parseFormat>[0]>(
  name: string,
  schema: Schema,
  seeds: Decoder["seeds"],
  check: (value: Schema["_zod"]["output"]) => Outcome<unknown> = (value) => ({ ok: true, value }),
): Decoder {
  return {
    ...{ name, form: "json", seeds },
    read(input) {
      const parsed = parseFormat(schema, input, MOST);
      if (!parsed.ok) return parsed.failure.code;
      sameBytes("a document is not written as it was read", canonicalBytes(parsed.value), input);
      return wordOf(check(parsed.value));
    },
  };
}

const soloGenesis = (): Genesis => (sharedOf("chunk-proof")["genesis"] as Record<string, Genesis>)["main"] as Genesis;

function soloNetwork() {
  const network = openNetwork(soloGenesis());
  if (!network.ok) throw new Error(network.failure.reason);
  return network.value;
}

const exampleNetworks = (): readonly (readonly [name: string, genesis: unknown])[] =>
  Object.entries(sharedOf("network-chain")["genesis"] as Values);

function exampleNetwork(): v2.Network {
  for (const [, genesis] of exampleNetworks()) {
    const network = v2.openNetwork(genesis);
    if (network.ok) return network.value;
  }
  throw new Error("the vectors have no network");
}

/** Parts of the evidence in the vectors of networks. */
const partsOfEvidence = (part: (evidence: Values) => unknown): Uint8Array[] =>
  documentsIn("network-chain", "evidence").flatMap((bytes) => {
    const value = part(JSON.parse(Buffer.from(bytes).toString()) as Values);
    return typeof value === "object" && value !== null ? [canonicalBytes(value)] : [];
  });

const hash = "a".repeat(64);
const signature = "b".repeat(128);
const attestation = {
  ...{ network: hash, epoch: 1, source: { height: 0, hash }, target: { height: 1, hash }, attester: hash },
};
const vote = { attestation, signature };

const chunkProof: Decoder = {
  ...{ name: "chunk-proof", form: "json", seeds: () => documentsIn("chunk-proof", "proof") },
  read(input) {
    const proof = readChunkProof(input);
    return proof.ok ? wordOf(verifyChunkProof(proof.value, soloGenesis())) : proof.failure.code;
  },
};

const receipt: Decoder = {
  ...{ name: "deletion-receipt", form: "json", seeds: () => documentsIn("deletion-receipt", "receipt") },
  read(input) {
    const read = readDeletionReceipt(input);
    return read.ok ? wordOf(verifyDeletionReceipt(read.value)) : read.failure.code;
  },
};

const recording = {
  ...{
    sessionId: "00000000-0000-4000-8000-000000000000",
    salt: null,
    node: hash,
    manifestHash: hash,
    merkleRoot: hash,
    chunkCount: 1,
  },
  ...{ grant: { hash }, endedAtMs: 0, createdAtMs: 0 },
};

const networkProof: Decoder = {
  ...{ name: "network-proof", form: "json", seeds: () => documentsIn("network-chain", "document") },
  read: (input) => wordOf(v2.verifyNetworkProof(input, recording)),
};

const payouts: Decoder = {
  ...{ name: "payout-document", form: "json", seeds: () => documentsIn("payouts", "document") },
  read(input) {
    const verdict = verifyPayoutDocument(input, createSignatureCheck());
    return verdict.verified ? "ok" : verdict.refusal.code;
  },
};

const canonicalJson: Decoder = {
  ...{ name: "canonical-json", form: "json" },
  seeds: () => [...bytesIn("canonical-json", "utf8_hex", "hex", 80), ...texts('{"a":[1,{"b":null}]}')],
  read(input) {
    const parsed = parseCanonical(input, MOST);
    if (!parsed.ok) return parsed.failure.code;
    sameBytes("what is canonical is not written as it was read", canonicalBytes(parsed.value), input);
    return "ok";
  },
};

/** Documents that prove something, and the formats of both versions of the chain. */
export const formatDecoders: readonly Decoder[] = [
  ...[canonicalJson, chunkProof, receipt, networkProof, payouts],
  format(
    "manifest",
    SignedManifest,
    () => documentsIn("manifest", "manifest"),
    (value) => checkManifest(value, soloNetwork(), createSignatureCheck()),
  ),
  format("bundle-descriptor", BundleDescriptor, () =>
    texts(
      `{"chunks":[[0,3]],"created_at_ms":1,"format":"lucid-bundle","range_ms":null,"redacted":[],"session_id":"1795826d-1e44-4028-a4b2-648b18c40486","version":1}`,
    ),
  ),
  format("bundle-checkpoints", BundleCheckpoints, () =>
    documentsIn("attestation-and-finality", "evidence", 6).map((one) =>
      Buffer.concat([texts("[")[0] as Buffer, one, Buffer.from("]")]),
    ),
  ),
  format("bundle-blocks", BundleBlocks, () =>
    documentsIn("attestation-and-finality", "evidence", 6).map((one) => {
      const { headers, finality } = JSON.parse(Buffer.from(one).toString()) as Values;
      return canonicalBytes([{ headers: headers ?? [], finality: finality ?? [] }]);
    }),
  ),
  format(
    "evidence",
    Evidence,
    () => documentsIn("attestation-and-finality", "evidence"),
    (value) => verifyEvidence(value, soloGenesis()),
  ),
  format("transaction", SignedTransaction, () => documentsIn("transaction-block-header", "transaction")),
  format("header", SignedHeader, () =>
    documentsIn("transaction-block-header", "headers").flatMap((list) =>
      (JSON.parse(Buffer.from(list).toString()) as unknown[]).slice(0, 2).map(canonicalBytes),
    ),
  ),
  format("block", Block, () =>
    documentsIn("transaction-block-header", "headers", 4).map((list) => {
      const [first] = JSON.parse(Buffer.from(list).toString()) as Values[];
      return canonicalBytes({ ...first, transactions: [], attestations: [vote] });
    }),
  ),
  format("attestation", Attestation, () => [canonicalBytes(attestation)]),
  format("vote", SignedAttestation, () => [canonicalBytes(vote)]),
  {
    ...{
      name: "genesis",
      form: "json",
      seeds: () => [...documentsIn("transaction-block-header", "document"), canonicalBytes(soloGenesis())],
    },
    read(input) {
      const parsed = parseCanonical(input, MOST);
      return parsed.ok ? wordOf(openNetwork(parsed.value)) : parsed.failure.code;
    },
  },
  format("network-genesis", v2.Genesis, () => exampleNetworks().map(([, genesis]) => canonicalBytes(genesis)), v2.openNetwork),
  format(
    "network-evidence",
    v2.Evidence,
    () => documentsIn("network-chain", "evidence"),
    (value) => v2.verifyEvidence(value, exampleNetwork()),
  ),
  format(
    "network-certificate",
    v2.Certificate,
    () => [...documentsIn("network-chain", "certificate"), ...partsOfEvidence(({ final }) => final)],
    (value) => v2.checkCertificate(value, exampleNetwork(), createSignatureCheck()),
  ),
  format("network-transaction", v2.SentTransaction, () =>
    partsOfEvidence(({ transaction, signature: signed, item }) => ({
      transaction,
      signature: signed,
      ...(item === null ? {} : { items: [item] }),
    })),
  ),
  format(
    "network-handovers",
    v2.NetworkProof.shape.handovers,
    () => documentsIn("network-chain", "handovers"),
    (value) => v2.followHandovers(v2.genesisRoot(exampleNetwork()), value, exampleNetwork(), createSignatureCheck()),
  ),
  format(
    "network-offence",
    v2.OffencePair,
    () => [canonicalBytes({ kind: "votes", first: vote, second: { ...vote, attestation: { ...attestation, epoch: 2 } } })],
    (value) => {
      const checked = v2.checkOffence(value, hash, createSignatureCheck());
      return checked.ok
        ? { ok: true, value: checked.value }
        : { ok: false, failure: { code: "format-invalid", reason: checked.reason } };
    },
  ),
];
