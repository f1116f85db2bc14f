import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { fromBase64, toBase64 } from "../encoding/base64.ts";
import { verifySignature } from "../encoding/signature.ts";
import { utf8 } from "../encoding/utf8.ts";
import { failed, type Outcome, passed } from "../outcome.ts";
import { type NoteKey, readNote, type SignedNote, signaturesBy } from "./signed-note.ts";

const ROOT_BYTES = 32;
const DECIMAL = /^(?:0|[1-9][0-9]{0,15})$/;

/** How many leaves a log has, and the root over them. */
export interface TreeHead {
  readonly size: number;
  /** 64 hex digits. */
  readonly root: string;
}

/** What a log says of itself (C2SP tlog-checkpoint), with the signatures, of which none has been checked. */
export interface Checkpoint extends TreeHead, SignedNote {
  readonly origin: string;
}

/** Undefined for what has another form, or is more than 2^53 - 1. */
export function readSize(text: string): number | undefined {
  const size = DECIMAL.test(text) ? Number(text) : -1;
  return Number.isSafeInteger(size) && size >= 0 ? size : undefined;
}

/** 64 hex digits of a hash in base64. */
export function readHash(base64: string): string | undefined {
  const bytes = fromBase64(base64);
  return bytes?.length === ROOT_BYTES ? bytesToHex(bytes) : undefined;
}

export function readCheckpoint(bytes: Uint8Array): Outcome<Checkpoint> {
  const note = readNote(bytes);
  if (!note.ok) return note;
  const [origin = "", size = "", root = "", ...more] = note.value.text.split("\n");
  const head = { size: readSize(size), root: readHash(root) };
  if (origin === "" || more.slice(0, -1).includes("")) return failed("format-invalid", { detail: "an empty line" });
  if (head.size === undefined) return failed("format-invalid", { detail: "size" });
  if (head.root === undefined) return failed("format-invalid", { detail: "root" });
  return passed({ ...note.value, origin, size: head.size, root: head.root });
}

/** The text that is signed, without further lines. */
export const checkpointText = ({ origin, size, root }: TreeHead & { readonly origin: string }): string =>
  `${origin}\n${size}\n${toBase64(hexToBytes(root))}\n`;

/** Whether a key of kind 1 signed it: at least once, and never wrongly. */
export function isSignedBy(checkpoint: Checkpoint, key: NoteKey): boolean {
  const own = signaturesBy(checkpoint, key);
  const [message, publicKey] = [utf8(checkpoint.text), hexToBytes(key.publicKey)];
  return own.length > 0 && own.every((signature) => verifySignature(message, signature, publicKey));
}

/** Who says it of which network: consensus 8.1. */
export const networkOrigin = (network: string, member: string): string => `lucid/${network}/${member}`;
