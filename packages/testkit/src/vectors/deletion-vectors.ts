import { canonicalBytes, type DeletionStatement, DOMAIN, type FailureCode, type Manifest, signObject } from "@lucid/proof";
import { deletionOf } from "../proof/test-deletion.ts";
import { buildTestSession } from "../proof/test-session.ts";
import { malformed } from "./malformed.ts";
import { base64, invalid, type Vector, type VectorFile, valid, vectorFile } from "./vector.ts";

const LIMIT = 65_536;
const OTHER_UUID = "1795826d-1e44-4028-a4b2-648b18c40486";
const OTHER_HASH = "5".repeat(64);

/** What a node signs when it deletes a recording, alone and beside the manifest. */
export function deletionVectors(): VectorFile {
  const session = buildTestSession("deletion", { chunks: 3, chunkBytes: 48, checkpoints: [], network: { weights: [1, 1] } });
  const [node, next] = session.network.producers;
  if (node === undefined || next === undefined) throw new RangeError("deletionVectors: two keys are needed");
  const { manifest } = session.manifest;
  const whole = deletionOf(session);
  const statement = whole.receipt;
  const signed = (receipt: unknown, { secretKey } = node) => ({
    receipt,
    signature: signObject(DOMAIN.deletion, receipt, secretKey),
  });
  const facts = (receipt: DeletionStatement, compared: boolean) => ({
    session_id: receipt.session_id,
    node: receipt.node,
    compared,
  });

  const alone = (name: string, change: Partial<DeletionStatement>): Vector =>
    valid(name, { receipt: signed({ ...statement, ...change }), manifest: null }, facts({ ...statement, ...change }, false));
  const bad = (name: string, receipt: unknown, code: FailureCode, beside: Manifest | null = null): Vector =>
    invalid(name, { receipt, manifest: beside }, code);
  const differing = (name: string, change: Partial<DeletionStatement>): Vector =>
    bad(name, signed({ ...statement, ...change }), "receipt-mismatch", manifest);
  const read = (pieces: unknown) => ({ bytes: pieces, manifest: null });
  const bytes = canonicalBytes(whole);
  const spaced = new TextEncoder().encode(JSON.stringify(whole, null, 1));
  /** A text of spaces of which no document is as long as it may be. */
  const spaces = (times: number) => [{ bytes: base64(new TextEncoder().encode(" ")), times }];

  return vectorFile(
    "deletion-receipt",
    "A deletion receipt, as a document or as the bytes of its file, and the manifest of the recording or null. `compared` says whether there was one.",
    [
      valid("a receipt beside the manifest of its recording", { receipt: whole, manifest }, facts(statement, true)),
      alone("a receipt without a manifest at hand", {}),
      alone("one of what was deleted before there was a manifest", { manifest_hash: null, merkle_root: null }),
      alone("one of nothing, at the first moment", { chunk_count: 0, total_size: 0, deleted_at_ms: 0 }),
      alone("one without a reason", { reason: "" }),
      alone("one with the longest reason", { reason: "x".repeat(1_000) }),
      alone("one with the longest reason of characters that take two units", { reason: "🎩".repeat(500) }),
      valid("a receipt as it stands in a file", read(base64(bytes)), facts(statement, false)),
      ...[...malformed(whole)].map(({ name, document }) => bad(name, document, "format-invalid")),
      bad("a second version", signed({ ...statement, version: 2 }), "format-invalid"),
      bad("another format", signed({ ...statement, format: "lucid-manifest" }), "format-invalid"),
      bad("a reason that is too long", signed({ ...statement, reason: "x".repeat(1_001) }), "format-invalid"),
      bad("a reason of too many UTF-16 code units", signed({ ...statement, reason: "🎩".repeat(501) }), "format-invalid"),
      bad("a hash in upper case", signed({ ...statement, manifest_hash: OTHER_HASH.replace("5", "A") }), "format-invalid"),
      bad("a root in upper case", signed({ ...statement, merkle_root: OTHER_HASH.replace("5", "A") }), "format-invalid"),
      bad("a signature that is cut off", { ...whole, signature: whole.signature.slice(2) }, "format-invalid"),
      bad(
        "a receipt of another form beside another recording",
        signed({ ...statement, version: 2, session_id: OTHER_UUID }),
        "format-invalid",
        manifest,
      ),
      bad(
        "another reason than the one that was signed",
        { ...whole, receipt: { ...statement, reason: "" } },
        "receipt-signature",
      ),
      bad("the signature of another key", signed(statement, next), "receipt-signature"),
      bad(
        "a statement that was signed as a manifest",
        { ...whole, signature: signObject(DOMAIN.manifest, statement, node.secretKey) },
        "receipt-signature",
      ),
      bad("a key that is no point", { ...whole, receipt: { ...statement, node: `02${"0".repeat(62)}` } }, "receipt-signature"),
      bad(
        "a receipt that nobody signed, beside another recording",
        { ...whole, receipt: { ...statement, session_id: OTHER_UUID } },
        "receipt-signature",
        manifest,
      ),
      differing("of another session", { session_id: OTHER_UUID }),
      differing("of another manifest", { manifest_hash: OTHER_HASH }),
      differing("of no manifest, where there is one", { manifest_hash: null }),
      differing("of another root", { merkle_root: OTHER_HASH }),
      differing("of no root, where there is one", { merkle_root: null }),
      differing("of fewer chunks", { chunk_count: statement.chunk_count - 1 }),
      differing("of more bytes", { total_size: statement.total_size + 1 }),
      bad(
        "of another session, by another key",
        signed({ ...statement, session_id: OTHER_UUID, node: next.publicKey }, next),
        "receipt-mismatch",
        manifest,
      ),
      bad(
        "of this recording, by the key that its node took later",
        signed({ ...statement, node: next.publicKey }, next),
        "receipt-node",
        manifest,
      ),
      invalid("a receipt with spaces", read(base64(spaced)), "json-not-canonical"),
      invalid("a receipt that is cut off", read(base64(bytes.subarray(0, -1))), "json-invalid"),
      invalid("a file of the longest length that is no receipt", read(spaces(LIMIT)), "json-invalid"),
      invalid("a file that is longer", read(spaces(LIMIT + 1)), "too-large"),
    ],
  );
}
