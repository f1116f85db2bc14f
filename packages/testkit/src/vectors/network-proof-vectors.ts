import { canonicalJson, DOMAIN, hashObject, manifestHash, merkle, utf8, v2 } from "@lucid/proof";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import type { TestSigner } from "../proof/test-network.ts";
import type { TestSession } from "../proof/test-session.ts";
import { malformed } from "./malformed.ts";
import {
  certificate,
  certify,
  genesis,
  handingTo,
  hash,
  headerAt,
  items,
  network,
  own,
  START,
  sender,
  sign,
  twoOfThree,
} from "./network-chain-example.ts";
import { invalid, type Vector, valid } from "./vector.ts";

/** What a verified bundle says of its recording, as far as a network proof is compared with it. */
const recording = {
  ...{ session_id: "00112233-4455-4677-8899-aabbccddeeff", salt: hash("salt"), grant_hash: hash("grant") },
  ...{ manifest_hash: hash("manifest"), merkle_root: hash("tree"), chunk_count: 3, node: sender.publicKey },
  ...{ ended_at_ms: (START + 20) * 1_000, created_at_ms: (START + 20) * 1_000 },
};
const anchor: v2.Anchor = {
  tag: v2.sessionTag(recording.session_id, recording.salt),
  ...{ manifest_hash: recording.manifest_hash, grant_hash: recording.grant_hash },
  ...{ merkle_root: recording.merkle_root, chunk_count: recording.chunk_count, consistency: null },
};
/** Seconds by which a recording may end after the block that holds its anchor. */
const TOLERANCE_S = 60;
const MOST_HANDOVERS = 1_000;
/** Of a block of the first slot that is dated after the short recordings of tests. */
const LATE_HEIGHT = 11;

/** Evidence of one item, alone in a transaction that is alone in the certified block. */
function evidenceOf(item: v2.Anchor | v2.Head, lists: v2.Members = own, height = 3, by: TestSigner = sender): v2.Evidence {
  const transaction: v2.ListTransaction = {
    ...{ version: 2, network, sender: by.publicKey, sequence: 0, expires_at: START + 3_600 },
    ...{ type: "size" in item ? "node_checkpoint" : "session_anchors", data: { items_root: v2.itemsRoot([item]), count: 1 } },
  };
  const signed = { transaction, signature: sign(by, DOMAIN.transactionV2, transaction) };
  const header = headerAt(height, hash("parent"), [], {
    ...{ members: v2.membersHash(lists), tx_root: v2.transactionRoot([signed]), tx_count: 1 },
  });
  const all = v2.votersOf(lists).keys.map((_, index) => index);
  return {
    ...{ ...signed, tx_index: 0, tx_path: [], item, item_index: 0, item_path: [], header: null, history_path: [] },
    final: certify(header, hash("child"), { lists: [lists, lists], voters: [all, all] }),
  };
}

const evidence = evidenceOf(anchor);
const proof: v2.NetworkProof = { format: "lucid-network-proof", version: 1, genesis, handovers: [], evidence };

const given = (
  document: object,
  about: Partial<{ [Name in keyof typeof recording]: (typeof recording)[Name] | null }> = {},
): Vector["input"] => ({
  ...{ kind: "proof", document, recording: { ...recording, ...about } },
});
const altered = (change: object): Vector["input"] => given({ ...proof, ...change });
const repeated = (times: number): Vector["input"] => ({
  ...altered({ handovers: [handingTo(twoOfThree)] }),
  repeat: [{ path: ["document", "handovers"], times }],
});

/** Why the network of the vectors made a test session final, with the anchor changed before it is signed. */
export function networkProofOf(
  { manifest: { manifest }, node }: TestSession,
  change: Partial<v2.Anchor> = {},
  lists: v2.Members = own,
): v2.NetworkProof {
  const { root, leaf_count } = manifest.merkle;
  const named = {
    ...anchor,
    ...(manifest.salt === undefined ? {} : { tag: v2.sessionTag(manifest.session_id, manifest.salt) }),
    ...{ manifest_hash: manifestHash(manifest), grant_hash: hashObject(manifest.grant) },
    ...{ merkle_root: root, chunk_count: leaf_count, ...change },
  };
  return { ...proof, evidence: evidenceOf(named, lists, LATE_HEIGHT, node) };
}

/** The same by two members that the founding ones handed on to, in the history of the block after its own. */
export function laterNetworkProofOf(session: TestSession): v2.NetworkProof {
  const lists: v2.Members = { current: { version: 1, members: [...twoOfThree] }, pending: null };
  const { evidence: inFinal } = networkProofOf(session, {}, lists);
  const { header } = inFinal.final;
  const below = [...Array.from({ length: LATE_HEIGHT - 1 }, (_, at) => hash(`block ${at}`)), hashObject(header)];
  const tree = merkle.createTree();
  for (const one of below) tree.append(hexToBytes(one));
  const later = headerAt(LATE_HEIGHT + 1, hashObject(header), below, { members: v2.membersHash(lists) });
  const all = v2.votersOf(lists).keys.map((_, index) => index);
  const final = certify(later, hash("child"), { lists: [lists, lists], voters: [all, all] });
  return {
    ...{ ...proof, handovers: [handingTo(twoOfThree)] },
    evidence: { ...inFinal, header, history_path: tree.inclusionPath(LATE_HEIGHT - 1, LATE_HEIGHT), final },
  };
}

/** Network proofs, each with the recording that it is shown beside. */
export function networkProofVectors(): Vector[] {
  const unready = { ...genesis, parameters: { ...genesis.parameters, slot_duration: 125 } };
  const facts = { network, name: "vectors", height: 3, final_height: 3, voters: 4, time: START + 30 };
  const handed: v2.Members = { current: { version: 1, members: [...twoOfThree] }, pending: null };
  const late = (atS: number): Vector["input"] => given(proof, { ended_at_ms: atS * 1_000 });
  return [
    valid("a network proof", given(proof), { ...facts, members: 4, deciding_keys: 3 }),
    valid(
      "a network proof after a handover to two members, of which one holds two thirds and no more",
      altered({ handovers: [handingTo(twoOfThree)], evidence: evidenceOf(anchor, handed, 5) }),
      { ...facts, height: 5, final_height: 5, voters: 2, time: START + 50, members: 2, deciding_keys: 2 },
    ),
    ...[...malformed(proof, ["genesis", "evidence"])].map(({ name, document }) =>
      invalid(`a network proof with ${name}`, given(document as object), "format-invalid"),
    ),
    invalid(
      "a network proof with evidence of another form, of a network that contradicts itself",
      altered({ genesis: unready, evidence: { ...evidence, tx_index: -1 } }),
      "format-invalid",
    ),
    invalid(
      "a network proof with a handover of another form, of a network that contradicts itself",
      altered({ genesis: unready, handovers: [{ ...certificate, links: [] }] }),
      "format-invalid",
    ),
    invalid("a network proof with as many handovers as there may be", repeated(MOST_HANDOVERS), "attester-unknown"),
    invalid("a network proof with a handover too many", repeated(MOST_HANDOVERS + 1), "format-invalid"),
    invalid(
      "a network proof with spaces",
      { kind: "proof", recording, document_hex: bytesToHex(utf8(JSON.stringify(proof, null, 1))) },
      "json-not-canonical",
    ),
    invalid(
      "a network proof that is cut off",
      { kind: "proof", recording, document_hex: bytesToHex(utf8(canonicalJson(proof).slice(0, -1))) },
      "json-invalid",
    ),
    invalid("a network proof of a network that contradicts itself", altered({ genesis: unready }), "genesis-invalid"),
    invalid("a network proof of another network", altered({ genesis: { ...genesis, network: "other" } }), "network-mismatch"),
    invalid(
      "a network proof whose anchor was changed",
      altered({ evidence: { ...evidence, item: { ...anchor, manifest_hash: hash("x") } } }),
      "path-invalid",
    ),
    invalid("a network proof of a head", altered({ evidence: evidenceOf(items[0] as v2.Head) }), "anchor-mismatch"),
    invalid("a network proof beside another manifest", given(proof, { manifest_hash: hash("x") }), "anchor-mismatch"),
    invalid("a network proof beside another grant", given(proof, { grant_hash: hash("x") }), "anchor-mismatch"),
    invalid(
      "a network proof beside another session",
      given(proof, { session_id: "00112233-4455-4677-8899-aabbccddeefe" }),
      "anchor-mismatch",
    ),
    invalid("a network proof beside another salt", given(proof, { salt: hash("x") }), "anchor-mismatch"),
    valid("a network proof beside a recording of version 1, which has no salt", given(proof, { salt: null })),
    invalid("a network proof beside another tree", given(proof, { merkle_root: hash("x") }), "anchor-mismatch"),
    invalid("a network proof beside another number of chunks", given(proof, { chunk_count: 4 }), "anchor-mismatch"),
    invalid("a network proof beside a recording of another node", given(proof, { node: hash("x") }), "anchor-sender"),
    valid("a network proof beside a recording that ends a minute after its block", late(START + 30 + TOLERANCE_S)),
    invalid(
      "a network proof beside a recording that ends a millisecond later",
      given(proof, { ended_at_ms: (START + 30 + TOLERANCE_S) * 1_000 + 1 }),
      "anchor-time",
    ),
    valid(
      "a network proof beside a recording that was signed a minute after its block",
      given(proof, { created_at_ms: (START + 30 + TOLERANCE_S) * 1_000 }),
    ),
    invalid(
      "a network proof beside a recording that was signed a millisecond later",
      given(proof, { created_at_ms: (START + 30 + TOLERANCE_S) * 1_000 + 1 }),
      "anchor-time",
    ),
    invalid(
      "a network proof whose genesis is that of a network with the same members",
      altered({ genesis: { ...genesis, genesis_time: START + 1 } }),
      "network-mismatch",
    ),
  ];
}
