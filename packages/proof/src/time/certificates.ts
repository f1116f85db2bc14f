import { bytesToHex } from "@noble/hashes/utils.js";
import { sha256Hex } from "../encoding/hash.ts";
import {
  around,
  bitsOf,
  context,
  type DerFields,
  type DerValue,
  fieldsOf,
  onlyIn,
  TAG,
  timeOf,
  valuesIn,
  wholeValue,
} from "./der.ts";
import { holderName } from "./holder-name.ts";
import type { PublicKey } from "./signatures.ts";

/** A certificate, as far as a judgement over tokens needs it. */
export interface ReadCertificate {
  readonly bytes: Uint8Array;
  /** SHA-256 of its bytes in hex. */
  readonly sha256: string;
  /** What it calls its holder: a stranger's text. */
  readonly name: string;
  /** Subject, issuer and serial number in DER, as hex. */
  readonly subject: string;
  readonly issuer: string;
  readonly serial: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly key: PublicKey;
  /** What was signed, by which algorithm, and the signature. */
  readonly signed: Uint8Array;
  readonly algorithm: { readonly oid: string };
  readonly signature: Uint8Array;
  /** For time stamping and nothing else, as RFC 3161 2.3 demands, and for signing. */
  readonly isForStamping: boolean;
  /** May sign other certificates. */
  readonly isAuthority: boolean;
}

/** The content of identifiers of extensions, and of the purpose of time stamping, in hex. */
const KEY_USAGE = "551d0f";
const PURPOSES = "551d25";
const CONSTRAINTS = "551d13";
const TIME_STAMPING = "2b06010505070308";

/** Bits of a key usage. */
const SIGNS_CONTENT = 0xc0;
const SIGNS_CERTIFICATES = 0x04;

/** @throws where it is no certificate. */
export function readCertificate(bytes: Uint8Array): ReadCertificate {
  const outer = fieldsOf(wholeValue(bytes, TAG.sequence));
  const signed = outer.next(TAG.sequence);
  const algorithm = algorithmOf(outer.next(TAG.sequence)).oid;
  const signature = bitsOf(outer.next(TAG.bitString));
  outer.end();
  const inner = fieldsOf(signed);
  inner.optional(around(0));
  const serial = inner.next(TAG.integer);
  inner.next(TAG.sequence);
  const issuer = inner.next(TAG.sequence);
  const validity = fieldsOf(inner.next(TAG.sequence));
  const [fromMs, toMs] = [moment(validity), moment(validity)];
  validity.end();
  const subject = inner.next(TAG.sequence);
  const key = keyOf(inner.next(TAG.sequence));
  for (const identifier of [1, 2]) inner.optional(context(identifier));
  const extensions = extensionsIn(inner.optional(around(3)));
  inner.end();
  return {
    ...{ bytes, sha256: sha256Hex(bytes), name: holderName(subject) },
    ...{ subject: bytesToHex(subject.bytes), issuer: bytesToHex(issuer.bytes), serial: bytesToHex(serial.bytes) },
    ...{ fromMs, toMs, key, signed: signed.bytes, algorithm: { oid: algorithm }, signature },
    ...usesOf(extensions),
  };
}

export const isValidAt = ({ fromMs, toMs }: ReadCertificate, atMs: number): boolean => fromMs <= atMs && atMs <= toMs;

const moment = (fields: DerFields): number => timeOf(fields.optional(TAG.utcTime) ?? fields.next(TAG.generalizedTime));

/** An identifier in hex, and the parameters beside it, in DER as hex. */
export function algorithmOf(value: DerValue): { readonly oid: string; readonly parameters: string } {
  const fields = fieldsOf(value);
  const oid = bytesToHex(fields.next(TAG.oid).content);
  const parameters = bytesToHex(fields.any()?.bytes ?? new Uint8Array());
  fields.end();
  return { oid, parameters };
}

function keyOf(value: DerValue): PublicKey {
  const fields = fieldsOf(value);
  const algorithm = algorithmOf(fields.next(TAG.sequence));
  const bits = bitsOf(fields.next(TAG.bitString));
  fields.end();
  return { spki: value.bytes, bits, ...algorithm };
}

interface Extension {
  readonly isCritical: boolean;
  readonly value: Uint8Array;
}

function extensionsIn(part: DerValue | undefined): ReadonlyMap<string, Extension> {
  const found = new Map<string, Extension>();
  for (const one of part === undefined ? [] : valuesIn(onlyIn(part, TAG.sequence))) {
    const fields = fieldsOf(one);
    const name = bytesToHex(fields.next(TAG.oid).content);
    const critical = fields.optional(TAG.boolean);
    const value = fields.next(TAG.octetString).content;
    fields.end();
    if (found.has(name)) throw new TypeError("an extension that is there twice");
    found.set(name, { isCritical: isTrue(critical), value });
  }
  return found;
}

/** DER says true in one way only; all else is false. */
const isTrue = (value: DerValue | undefined): boolean => value !== undefined && bytesToHex(value.content) === "ff";

function usesOf(extensions: ReadonlyMap<string, Extension>): Pick<ReadCertificate, "isForStamping" | "isAuthority"> {
  const usage = extensions.get(KEY_USAGE);
  const bits = usage === undefined ? undefined : (wholeValue(usage.value, TAG.bitString).content[1] ?? 0);
  const may = (flags: number): boolean => bits === undefined || (bits & flags) !== 0;
  const purposes = extensions.get(PURPOSES);
  const only =
    purposes === undefined ? [] : valuesIn(wholeValue(purposes.value, TAG.sequence)).map(({ content }) => bytesToHex(content));
  const constraints = extensions.get(CONSTRAINTS);
  const authority =
    constraints === undefined ? undefined : fieldsOf(wholeValue(constraints.value, TAG.sequence)).optional(TAG.boolean);
  return {
    isForStamping: purposes?.isCritical === true && only.join() === TIME_STAMPING && may(SIGNS_CONTENT),
    isAuthority: isTrue(authority) && may(SIGNS_CERTIFICATES),
  };
}
