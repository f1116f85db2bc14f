import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

/** A log and its client, written from the texts of C2SP and RFC 6962 alone: it shares no code with the witness. */
const sha256 = (...parts: readonly (Uint8Array | string)[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();

const split = (count: number): number => 2 ** (Math.ceil(Math.log2(count)) - 1);

/** RFC 6962 2.1. */
function treeHead(leaves: readonly string[]): Buffer {
  const [only] = leaves;
  if (only === undefined) return sha256("");
  if (leaves.length === 1) return sha256(Buffer.of(0), only);
  const at = split(leaves.length);
  return sha256(Buffer.of(1), treeHead(leaves.slice(0, at)), treeHead(leaves.slice(at)));
}

/** RFC 6962 2.1.2. */
function subproof(from: number, leaves: readonly string[], isWhole: boolean): Buffer[] {
  if (from === leaves.length) return isWhole ? [] : [treeHead(leaves)];
  const at = split(leaves.length);
  const [left, right] = [leaves.slice(0, at), leaves.slice(at)];
  return from <= at
    ? [...subproof(from, left, isWhole), treeHead(right)]
    : [...subproof(from - at, right, false), treeHead(left)];
}

const rawKey = (key: KeyObject): Buffer => key.export({ format: "der", type: "spki" }).subarray(-32);

/** Four bytes, then the key: of signed-note, for a kind of signature. */
export const keyId = (name: string, kind: number, key: Uint8Array): Buffer =>
  sha256(`${name}\n`, Buffer.of(kind), key).subarray(0, 4);

export function createStockLog(origin: string, leaves: readonly string[] = Array.from({ length: 40 }, (_, at) => `leaf ${at}`)) {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const key = rawKey(publicKey);
  const id = keyId(origin, 1, key);

  function checkpoint(size: number, of: readonly string[] = leaves): string {
    const text = `${origin}\n${size}\n${treeHead(of.slice(0, size)).toString("base64")}\n`;
    const signature = Buffer.concat([id, sign(null, Buffer.from(text), privateKey)]).toString("base64");
    return `${text}\n— ${origin} ${signature}\n`;
  }

  return {
    verifierKey: `${origin}+${id.toString("hex")}+${Buffer.concat([Buffer.of(1), key]).toString("base64")}`,
    checkpoint,
    /** The body of an `add-checkpoint` request; `of` is the history it is about. */
    request(from: number, to: number, of: readonly string[] = leaves): string {
      const steps = from === 0 || from > to ? [] : subproof(from, of.slice(0, to), true);
      return [`old ${from}`, ...steps.map((step) => step.toString("base64")), "", checkpoint(to, of)].join("\n");
    },
  };
}

/** What a client makes of an answer: the message that was signed, the signature and its time. */
export function readAnswer(answer: string, note: string, verifierKey: string) {
  const [name = "", , ...rest] = verifierKey.split("+");
  const key = Buffer.from(rest.join("+"), "base64").subarray(1);
  const words = answer.split(" ");
  const bytes = Buffer.from(words[2] ?? "", "base64");
  const seconds = bytes.readBigUInt64BE(4);
  const text = note.slice(0, note.indexOf("\n\n") + 1);
  return {
    isLine: words.length === 3 && words[0] === "—" && words[1] === name && answer.endsWith("\n"),
    isByKey: bytes.subarray(0, 4).equals(keyId(name, 4, key)),
    key,
    seconds: Number(seconds),
    message: `cosignature/v1\ntime ${seconds}\n${text}`,
    signature: bytes.subarray(12),
  };
}
