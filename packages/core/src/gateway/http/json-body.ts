import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import { commonErrors } from "@lucid/contract";

/** The biggest document that any procedure takes is a few kilobytes; this leaves room for a list of them. */
export const MAX_BODY_BYTES = 1_048_576;
/** Deeper than any document of the contract, and far from what would exhaust a stack that walks it. */
const MAX_DEPTH = 32;

const invalid = (message: string) => commonErrors.INVALID_REQUEST({ issues: [{ path: "", message }] });

/**
 * The JSON body of a request; undefined when it has none. Counts before it keeps.
 * @throws INVALID_REQUEST, REQUEST_TOO_LARGE.
 */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const {
    "content-length": length,
    "transfer-encoding": encoding,
    "content-type": type,
    "content-encoding": packed,
  } = request.headers;
  if (encoding === undefined && (length === undefined || length === "0")) return undefined;
  if (Number(length) > MAX_BODY_BYTES) throw tooLarge();
  if (packed !== undefined && packed !== "identity") throw invalid("The body must not be compressed");
  const bytes = await readBytes(request);
  if (bytes.length === 0) return undefined;
  if (!isJson(type)) throw invalid("The body must be JSON, sent with Content-Type: application/json");
  if (!isUtf8(bytes)) throw invalid("The body is not UTF-8");
  const text = bytes.toString("utf8");
  if (isTooDeep(text)) throw invalid(`The body is nested deeper than ${MAX_DEPTH} levels`);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw invalid("The body is not valid JSON");
  }
}

const tooLarge = () => commonErrors.REQUEST_TOO_LARGE(undefined, { message: `The body has more than ${MAX_BODY_BYTES} bytes` });

const isJson = (type: string | undefined): boolean => type !== undefined && /^application\/json\s*(;|$)/i.test(type);

function readBytes(request: IncomingMessage): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const parts: Buffer[] = [];
  let size = 0;
  request.on("data", (part: Buffer) => {
    size += part.length;
    if (size <= MAX_BODY_BYTES) parts.push(part);
    else reject(tooLarge());
  });
  request.once("end", () => resolve(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)));
  request.once("error", reject);
  request.once("close", () => reject(invalid("The connection ended before the body did")));
  return promise;
}

/** Looks at brackets outside of strings only, so that it costs a fraction of the parsing that follows. */
function isTooDeep(text: string): boolean {
  if (text.length <= 2 * MAX_DEPTH) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      at = endOfString(text, at);
    } else if (code === 0x7b || code === 0x5b) {
      if (++depth > MAX_DEPTH) return true;
    } else if (code === 0x7d || code === 0x5d) {
      depth--;
    }
  }
  return false;
}

function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === 0x5c) backslashes++;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}
