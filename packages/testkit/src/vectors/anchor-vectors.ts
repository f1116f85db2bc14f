import { type AnchorConsistency, DOMAIN, type Evidence, type FailureCode, signObject, transactionId } from "@lucid/proof";
import type { TestSigner } from "../proof/test-network.ts";
import { buildTestSession, type TestSession, type TestSessionOptions } from "../proof/test-session.ts";
import { malformed } from "./malformed.ts";
import { invalid, type Vector, valid } from "./vector.ts";

type EditConsistency = NonNullable<TestSessionOptions["editConsistency"]>;

const ZEROS = "00".repeat(32);

const edited =
  (changes: Partial<AnchorConsistency>): EditConsistency =>
  (consistency) =>
    consistency && { ...consistency, ...changes };

/** Anchors of the session of `options`, each continuing the last head in another way, and what a verifier says of the bundle. */
export function continuedAnchors(seed: string, options: TestSessionOptions) {
  /** The evidence of one chain: its checkpoints name the block of this anchor. */
  const recorded = (editConsistency: EditConsistency = (same) => same): Pick<TestSession, "anchor" | "checkpoints"> => {
    const { anchor, checkpoints } = buildTestSession(seed, { ...options, anchorVersion: 2, editConsistency });
    return { anchor, checkpoints };
  };
  const anchored = (editConsistency: EditConsistency): Evidence => recorded(editConsistency).anchor;
  const session = buildTestSession(seed, options);
  const other = buildTestSession(seed, { ...options, anchorVersion: 2, plain: () => new Uint8Array(48) });
  const otherRoot = other.manifest.manifest.merkle.root;
  const refused: readonly (readonly [string, Evidence, FailureCode])[] = [
    ["an anchor that continues a head of another tree", anchored(edited({ root: ZEROS })), "checkpoint-mismatch"],
    [
      "an anchor that continues another recording",
      anchored(edited({ root: otherRoot, size: 3, path: [] })),
      "checkpoint-mismatch",
    ],
    ["an anchor with another tree's path", anchored(edited({ path: [ZEROS] })), "checkpoint-mismatch"],
    ["an anchor with a step too many", anchored(edited({ path: [ZEROS, ZEROS] })), "checkpoint-mismatch"],
    ["an anchor with a step too few", anchored(edited({ path: [] })), "checkpoint-mismatch"],
    ["an anchor that continues more chunks than there are", anchored(edited({ size: 4 })), "checkpoint-mismatch"],
    ["an anchor that continues less than a checkpoint holds", anchored(() => smaller(session)), "checkpoint-mismatch"],
    ["an anchor that continues nothing beside a checkpoint", anchored(() => null), "checkpoint-mismatch"],
    ["the path of an anchor of another recording", other.anchor, "anchor-mismatch"],
  ];
  return { clean: recorded(), none: anchored(() => null), whole: recorded(() => wholeTree(session)), refused };
}

/** The first chunk's head, and the path from there. */
function smaller(session: TestSession): AnchorConsistency {
  const one = buildTestSession("vectors", { chunks: 3, chunkBytes: 48, pausedBefore: [2], checkpoints: [1], anchorVersion: 2 });
  const { transaction } = one.anchor.transaction;
  if (transaction.type !== "session_anchor_v2" || transaction.data.consistency === null || one.sessionId !== session.sessionId)
    throw new Error("anchor vectors: no head of one chunk");
  return transaction.data.consistency;
}

const wholeTree = ({ manifest: { manifest } }: TestSession): AnchorConsistency => ({
  size: manifest.chunks.length,
  root: manifest.merkle.root,
  path: [],
});

/** The form of anchors with a path, as transactions. `genesis` names their network in the file. */
export function anchorTransactionVectors(session: TestSession, genesis: string): Vector[] {
  const { transaction, signature } = session.anchor.transaction;
  if (transaction.type !== "session_anchor_v2") throw new Error("anchor vectors: the anchor has no path");
  const { consistency, ...stated } = transaction.data;
  const signed = (changes: object): Vector["input"] => {
    const body = { ...transaction, ...changes };
    const node: TestSigner = session.node;
    const by = { transaction: body, signature: signObject(DOMAIN.transaction, body, node.secretKey) };
    return { kind: "transaction", genesis, transaction: by };
  };
  const data = (changes: object) => signed({ data: { ...transaction.data, ...changes } });
  return [
    valid(
      "an anchor with a path",
      { kind: "transaction", genesis, transaction: session.anchor.transaction },
      {
        id: transactionId(transaction),
      },
    ),
    valid("an anchor of a session without a head before", data({ consistency: null })),
    valid("an anchor with a path of 24 steps", data({ consistency: { ...consistency, path: Array(24).fill(ZEROS) } })),
    invalid(
      "an anchor with a path of 25 steps",
      data({ consistency: { ...consistency, path: Array(25).fill(ZEROS) } }),
      "format-invalid",
    ),
    ...[...malformed(consistency, ["path"])].map(({ name, document }) =>
      invalid(`consistency: ${name}`, data({ consistency: document }), "format-invalid"),
    ),
    ...[...malformed(transaction.data, ["consistency"])].map(({ name, document }) =>
      invalid(`a second anchor: ${name}`, signed({ data: document }), "format-invalid"),
    ),
    ...(["session_anchor", "session_anchor_v2"] as const).flatMap((type) =>
      [...malformed({ ...transaction, type }, ["data"])].map(({ name, document }) =>
        invalid(
          `a transaction of ${type}: ${name}`,
          { ...{ kind: "transaction", genesis }, transaction: { transaction: document, signature } },
          "format-invalid",
        ),
      ),
    ),
    invalid("a transaction whose type is a list", signed({ type: [] }), "format-invalid"),
    invalid(
      "a step of a path in upper case",
      data({ consistency: { ...consistency, path: ["AB".repeat(32)] } }),
      "format-invalid",
    ),
    invalid("an anchor that continues a head of no chunk", data({ consistency: { ...consistency, size: 0 } }), "format-invalid"),
    invalid("an anchor with a path that is no list", data({ consistency: { ...consistency, path: ZEROS } }), "format-invalid"),
    invalid("a second anchor that does not say what it continues", signed({ data: stated }), "format-invalid"),
    invalid("a first anchor with a path", signed({ type: "session_anchor" }), "format-invalid"),
    invalid(
      "an anchor whose path was changed after signing",
      {
        ...{ kind: "transaction", genesis },
        transaction: { transaction: { ...transaction, data: { ...transaction.data, consistency: null } }, signature },
      },
      "transaction-signature",
    ),
  ];
}
