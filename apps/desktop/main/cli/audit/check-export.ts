import { hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { type AuditLogVerdict, auditLine, createAuditLogCheck, MAX_AUDIT_LINE_BYTES } from "@lucid/proof";

const READ_BYTES = 1_048_576;
const LINE_FEED = 0x0a;

export interface ExportProgress {
  readonly checkedBytes: number;
  readonly totalBytes: number;
}

/** Checks an audit export as it is read: a file of any length takes a few megabytes. @throws what reading it throws. */
export async function checkExport(
  path: string,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (progress: ExportProgress) => void },
): Promise<AuditLogVerdict> {
  const isPiped = path === "-";
  const stream = isPiped ? process.stdin : createReadStream(path, { highWaterMark: READ_BYTES, signal });
  const totalBytes = isPiped ? 0 : (await stat(path)).size;
  const check = createAuditLogCheck((text) => hash("sha256", text, "hex"));
  /** Pieces of a line that has not ended yet. */
  let begun: Buffer[] = [];
  let begunBytes = 0;
  let checkedBytes = 0;

  function take(bytes: Buffer): void {
    let from = 0;
    for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, from)) {
      const piece = bytes.subarray(from, at);
      check.push(auditLine(begun.length === 0 ? piece : Buffer.concat([...begun, piece])));
      begun = [];
      from = at + 1;
    }
    begun.push(bytes.subarray(from));
    begunBytes = begun.reduce((sum, { length }) => sum + length, 0);
  }

  for await (const bytes of stream as AsyncIterable<Buffer>) {
    signal.throwIfAborted();
    take(bytes);
    if (begunBytes > MAX_AUDIT_LINE_BYTES) break;
    checkedBytes += bytes.length;
    if (!isPiped) onProgress({ checkedBytes, totalBytes });
  }
  if (begunBytes > 0) check.push(auditLine(Buffer.concat(begun)));
  return check.end();
}
