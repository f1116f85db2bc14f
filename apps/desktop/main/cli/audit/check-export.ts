import { hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { StringDecoder } from "node:string_decoder";
import { type AuditLogVerdict, createAuditLogCheck } from "@lucid/proof";

/** A line is an entry, or the evidence of an anchor: a thousand headers and their votes. */
const MAX_LINE = 16_777_216;
const READ_BYTES = 1_048_576;

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
  const decoder = new StringDecoder("utf8");
  let rest = "";
  let checkedBytes = 0;
  for await (const bytes of stream as AsyncIterable<Buffer>) {
    signal.throwIfAborted();
    const lines = (rest + decoder.write(bytes)).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > MAX_LINE) break;
    for (const line of lines) check.push(line);
    checkedBytes += bytes.length;
    if (!isPiped) onProgress({ checkedBytes, totalBytes });
  }
  rest += decoder.end();
  if (rest !== "") check.push(rest);
  return check.end();
}
