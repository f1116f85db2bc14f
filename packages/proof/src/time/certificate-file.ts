import { bytesToHex } from "@noble/hashes/utils.js";
import { fromBase64url } from "../encoding/base64url.ts";
import { readCertificate } from "./certificates.ts";
import { TAG } from "./der.ts";
import { MAX_CERTIFICATE_FILE_BYTES } from "./time-proof.ts";

const PEM = /-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/g;

/** A certificate of an authority, as a person is shown it. */
export interface AuthorityFile {
  readonly bytes: Uint8Array;
  /** The bytes in hex, as an address book keeps them, and their SHA-256. */
  readonly certificate: string;
  readonly sha256: string;
  /** What it calls its holder: a stranger's text. */
  readonly name: string;
  /** From when to when it is valid, Unix milliseconds. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** The certificates of a file, which is PEM or one certificate in DER. @throws where it holds none, or one that cannot be read. */
export function certificatesIn(file: Uint8Array): readonly AuthorityFile[] {
  if (file.length > MAX_CERTIFICATE_FILE_BYTES) throw new TypeError("too long");
  if (file[0] === TAG.sequence) return [shown(file)];
  const found = [...latin1(file).matchAll(PEM)].map(([, base64 = ""]) => shown(bytesOf(base64)));
  if (found.length === 0) throw new TypeError("no certificate");
  return found;
}

function shown(bytes: Uint8Array): AuthorityFile {
  const { sha256, name, fromMs, toMs } = readCertificate(bytes);
  return { bytes, certificate: bytesToHex(bytes), sha256, name, fromMs, toMs };
}

function bytesOf(base64: string): Uint8Array {
  const bytes = fromBase64url(base64.replaceAll(/[\s=]/g, "").replaceAll("+", "-").replaceAll("/", "_"));
  if (bytes === undefined) throw new TypeError("no base64");
  return bytes;
}

const PIECE_BYTES = 8_192;

/** What stands around the certificates may be in any encoding. */
function latin1(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += PIECE_BYTES)
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + PIECE_BYTES)));
  return pieces.join("");
}
