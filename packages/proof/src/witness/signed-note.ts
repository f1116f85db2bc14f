import { bytesToHex, concatBytes, hexToBytes } from "@noble/hashes/utils.js";
import { fromBase64, toBase64 } from "../encoding/base64.ts";
import { sha256 } from "../encoding/hash.ts";
import { fromUtf8, utf8 } from "../encoding/utf8.ts";
import { failed, type Outcome, passed } from "../outcome.ts";

/** Sixteen signatures of the largest kind there is, and some. */
export const MAX_NOTE_BYTES = 131_072;

const KEY_ID_BYTES = 4;
const KEY_BYTES = 32;
/** A key's name, or an origin that is one, has neither of these: a list of keys is split at them. */
const NO_NAME = /[\p{White_Space}+]/u;
// oxlint-disable-next-line no-control-regex -- it is these that a note may not have
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/;

/** A line of a C2SP signed note by which a key vouches for its text. */
export interface NoteSignature {
  readonly name: string;
  /** Eight hex digits. */
  readonly keyId: string;
  readonly signature: Uint8Array;
}

/** A text and who signed it (C2SP signed-note). Nothing of the signatures has been checked. */
export interface SignedNote {
  /** With its last line feed: what is signed. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** What a key signs: 1 the text itself, 4 the text and a time (`cosignature/v1`). */
export type NoteKeyKind = 1 | 4;

/** An Ed25519 key under the name that it signs by. */
export interface NoteKey {
  readonly name: string;
  readonly kind: NoteKeyKind;
  /** 64 hex digits. */
  readonly publicKey: string;
}

export const isKeyName = (name: string): boolean => name !== "" && !NO_NAME.test(name) && !CONTROL.test(name);

export function readNote(bytes: Uint8Array): Outcome<SignedNote> {
  if (bytes.length > MAX_NOTE_BYTES) return failed("too-large", { detail: `${bytes.length} bytes, at most ${MAX_NOTE_BYTES}` });
  const note = fromUtf8(bytes);
  if (note === undefined) return failed("not-utf8");
  if (CONTROL.test(note)) return failed("format-invalid", { detail: "a control character" });
  const end = note.lastIndexOf("\n\n");
  if (end === -1) return failed("format-invalid", { detail: "no empty line between the text and its signatures" });
  const [last, ...lines] = note
    .slice(end + 2)
    .split("\n")
    .toReversed();
  if (last !== "" || lines.length === 0) return failed("format-invalid", { detail: "no signature, or one that is cut off" });
  const signatures: NoteSignature[] = [];
  for (const line of lines.toReversed()) {
    const signature = readSignature(line);
    if (signature === undefined) return failed("format-invalid", { detail: "a line that is no signature" });
    signatures.push(signature);
  }
  return passed({ text: note.slice(0, end + 1), signatures });
}

function readSignature(line: string): NoteSignature | undefined {
  const [dash, name = "", base64 = "", more] = line.split(" ");
  if (dash !== "—" || !isKeyName(name) || more !== undefined) return undefined;
  const bytes = fromBase64(base64);
  if (bytes === undefined || bytes.length <= KEY_ID_BYTES) return undefined;
  return { name, keyId: bytesToHex(bytes.subarray(0, KEY_ID_BYTES)), signature: bytes.slice(KEY_ID_BYTES) };
}

/** One line, with its line feed. */
export const writeSignature = ({ name, keyId, signature }: NoteSignature): string =>
  `— ${name} ${toBase64(concatBytes(hexToBytes(keyId), signature))}\n`;

/** `text` ends with a line feed. */
export const writeNote = ({ text, signatures }: SignedNote): string => `${text}\n${signatures.map(writeSignature).join("")}`;

const typedKey = ({ kind, publicKey }: NoteKey): Uint8Array => concatBytes(Uint8Array.of(kind), hexToBytes(publicKey));

/** Eight hex digits that tell a key from others of its name. */
export const keyIdOf = (key: NoteKey): string =>
  bytesToHex(sha256(concatBytes(utf8(`${key.name}\n`), typedKey(key)))).slice(0, 2 * KEY_ID_BYTES);

/** The signatures that say they are by this key. */
export function signaturesBy({ signatures }: SignedNote, key: NoteKey): readonly Uint8Array[] {
  const id = keyIdOf(key);
  return signatures.filter(({ name, keyId }) => name === key.name && keyId === id).map(({ signature }) => signature);
}

/** A key as its holder hands it out: name, key id and key. */
export const writeVerifierKey = (key: NoteKey): string => `${key.name}+${keyIdOf(key)}+${toBase64(typedKey(key))}`;

const VERIFIER_KEY = /^([^+]+)\+[0-9a-f]{8}\+(.+)$/s;

/** Undefined where it is none of the two kinds, or its key id is that of another key. */
export function readVerifierKey(text: string): NoteKey | undefined {
  const [, name = "", base64 = ""] = VERIFIER_KEY.exec(text) ?? [];
  const bytes = fromBase64(base64);
  const kind = bytes?.[0];
  if (bytes?.length !== 1 + KEY_BYTES || (kind !== 1 && kind !== 4) || !isKeyName(name)) return undefined;
  const key: NoteKey = { name, kind, publicKey: bytesToHex(bytes.subarray(1)) };
  return writeVerifierKey(key) === text ? key : undefined;
}
