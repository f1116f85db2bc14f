import { checkFormat, parseFormat } from "../encoding/canonical-json.ts";
import { DOMAIN } from "../encoding/domains.ts";
import { verifyObject } from "../encoding/signature.ts";
import { type DeletionStatement, SignedDeletion } from "../formats/deletion-receipt.ts";
import { failed, type Outcome, passed } from "../outcome.ts";

/** Largest deletion receipt that a reader accepts: the longest one takes some 7 000 bytes. */
export const MAX_RECEIPT_BYTES = 65_536;

/** What a recording says of itself that a receipt of its deletion repeats. */
export type DeletedRecording = Pick<DeletionStatement, "session_id" | "merkle_root" | "chunk_count" | "total_size" | "node"> & {
  readonly manifest_hash: string;
};

/** Reads a deletion receipt strictly from its canonical JSON. */
export const readDeletionReceipt = (bytes: Uint8Array): Outcome<SignedDeletion> =>
  parseFormat(SignedDeletion, bytes, MAX_RECEIPT_BYTES);

/** Checks a receipt by itself, and against the recording, whose manifest must have been checked, where there is one. */
export function verifyDeletionReceipt(document: unknown, recording?: DeletedRecording): Outcome<DeletionStatement> {
  const parsed = checkFormat(SignedDeletion, document);
  if (!parsed.ok) return parsed;
  const { receipt, signature } = parsed.value;
  if (!verifyObject(DOMAIN.deletion, receipt, signature, receipt.node)) return failed("receipt-signature");
  if (recording === undefined) return passed(receipt);
  const other = (["session_id", "manifest_hash", "merkle_root", "chunk_count", "total_size"] as const).find(
    (name) => receipt[name] !== recording[name],
  );
  if (other !== undefined) return failed("receipt-mismatch", { detail: other });
  // Last, so that it is said of a receipt that is about this very recording.
  return receipt.node === recording.node ? passed(receipt) : failed("receipt-node", { detail: receipt.node });
}
