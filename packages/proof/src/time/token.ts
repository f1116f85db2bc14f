import { bytesToHex } from "@noble/hashes/utils.js";
import { algorithmOf, type ReadCertificate, readCertificate } from "./certificates.ts";
import { around, context, type DerValue, fieldsOf, numberOf, onlyIn, TAG, timeOf, valuesIn, wholeValue } from "./der.ts";

/** Certificates of one token that are looked at. */
const MAX_CERTIFICATES = 16;

/** The content of identifiers, in hex. */
const SIGNED_DATA = "2a864886f70d010702";
export const TST_INFO = "2a864886f70d0109100104";
const CONTENT_TYPE = "2a864886f70d010903";
const MESSAGE_DIGEST = "2a864886f70d010904";
/** Which certificate signed, by its SHA-1 (RFC 2634) or by another hash (RFC 5035). */
const SIGNING_CERTIFICATE = "2a864886f70d010910020c";
const SIGNING_CERTIFICATE_V2 = "2a864886f70d010910022f";
export const SHA256 = "608648016503040201";

/** An RFC 3161 token as it was read: nothing of it has been checked. */
export interface ReadToken {
  readonly imprint: { readonly oid: string; readonly hex: string };
  readonly atMs: number;
  /** By how much the authority says it may be off. */
  readonly accuracyMs: number;
  /** In hex without leading zeros; null where it has none. */
  readonly nonce: string | null;
  /** The bytes that the authority states, and what it signed of them. */
  readonly content: Uint8Array;
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
  readonly digest: { readonly oid: string; readonly stated: string };
  readonly algorithm: string;
  readonly contentType: string | undefined;
  readonly signer: ReadCertificate | undefined;
  readonly certificates: readonly ReadCertificate[];
  /** The hash by which it names the signer's certificate; `oid` is null for SHA-1. */
  readonly names: { readonly oid: string | null; readonly hex: string } | undefined;
}

/** Reads a token. @throws where it is none, or none of this form. */
export function readToken(bytes: Uint8Array): ReadToken {
  const data = fieldsOf(contentOf(wholeValue(bytes, TAG.sequence), SIGNED_DATA, TAG.sequence));
  data.next(TAG.integer);
  data.next(TAG.set);
  const info = contentOf(data.next(TAG.sequence), TST_INFO, TAG.octetString).content;
  const certificates = certificatesIn(data.optional(around(0)));
  data.optional(around(1));
  const signer = onlyIn(data.next(TAG.set), TAG.sequence);
  data.end();
  const { issuer, serial, ...signed } = readSigner(signer);
  return {
    ...readInfo(info),
    ...signed,
    content: info,
    certificates,
    signer: certificates.find((one) => one.issuer === issuer && one.serial === serial),
  };
}

/** What is said to be of this type. */
function contentOf(value: DerValue, type: string, tag: number): DerValue {
  const fields = fieldsOf(value);
  if (hexOf(fields.next(TAG.oid)) !== type) throw new TypeError("of another type");
  const content = onlyIn(fields.next(around(0)), tag);
  fields.end();
  return content;
}

const hexOf = ({ content }: DerValue): string => bytesToHex(content);

/** Others than those of X.509 are passed over. */
function certificatesIn(part: DerValue | undefined): readonly ReadCertificate[] {
  const found = part === undefined ? [] : valuesIn(part).filter(({ tag }) => tag === TAG.sequence);
  if (found.length > MAX_CERTIFICATES) throw new TypeError("too many certificates");
  return found.map(({ bytes }) => readCertificate(bytes));
}

function readInfo(content: Uint8Array): Pick<ReadToken, "imprint" | "atMs" | "accuracyMs" | "nonce"> {
  const info = fieldsOf(wholeValue(content, TAG.sequence));
  info.next(TAG.integer);
  info.next(TAG.oid);
  const imprint = fieldsOf(info.next(TAG.sequence));
  const { oid } = algorithmOf(imprint.next(TAG.sequence));
  const hex = hexOf(imprint.next(TAG.octetString));
  imprint.end();
  info.next(TAG.integer);
  const atMs = timeOf(info.next(TAG.generalizedTime));
  const accuracyMs = accuracyOf(info.optional(TAG.sequence));
  info.optional(TAG.boolean);
  const nonce = info.optional(TAG.integer);
  info.optional(around(0));
  info.optional(around(1));
  info.end();
  return { imprint: { oid, hex }, atMs, accuracyMs, nonce: nonce === undefined ? null : plainNumber(nonce.content) };
}

/** In milliseconds, of which one that has begun is a whole one. */
function accuracyOf(value: DerValue | undefined): number {
  if (value === undefined) return 0;
  const fields = fieldsOf(value);
  const number = (tag: number): number => {
    const found = fields.optional(tag);
    return found === undefined ? 0 : numberOf(found);
  };
  const micros = number(TAG.integer) * 1_000_000 + number(context(0)) * 1_000 + number(context(1));
  fields.end();
  return Math.ceil(micros / 1_000);
}

type ReadSigner = Pick<ReadToken, "signed" | "signature" | "digest" | "algorithm" | "contentType" | "names"> & {
  readonly issuer: string | undefined;
  readonly serial: string | undefined;
};

function readSigner(value: DerValue): ReadSigner {
  const fields = fieldsOf(value);
  fields.next(TAG.integer);
  const named = fields.optional(context(0)) === undefined ? namedCertificate(fields.next(TAG.sequence)) : undefined;
  const { oid } = algorithmOf(fields.next(TAG.sequence));
  const attributes = fields.next(around(0));
  const { oid: algorithm } = algorithmOf(fields.next(TAG.sequence));
  const signature = fields.next(TAG.octetString).content;
  fields.optional(around(1));
  fields.end();
  const values = attributesIn(attributes);
  // Of no bytes where it has none: that is no value either.
  const digest = values.get(MESSAGE_DIGEST) ?? new Uint8Array();
  const type = values.get(CONTENT_TYPE);
  return {
    ...{ issuer: named?.issuer, serial: named?.serial, algorithm, signature },
    // As a set, whatever they are tagged with where they stand (RFC 5652 5.4).
    signed: Uint8Array.of(TAG.set, ...attributes.bytes.subarray(1)),
    digest: { oid, stated: hexOf(wholeValue(digest, TAG.octetString)) },
    contentType: type === undefined ? undefined : hexOf(wholeValue(type, TAG.oid)),
    names: namedBy(values),
  };
}

function namedCertificate(value: DerValue): { readonly issuer: string; readonly serial: string } {
  const fields = fieldsOf(value);
  const [issuer, serial] = [fields.next(TAG.sequence), fields.next(TAG.integer)];
  fields.end();
  return { issuer: bytesToHex(issuer.bytes), serial: bytesToHex(serial.bytes) };
}

/** Of each attribute the bytes of its one value. */
function attributesIn(part: DerValue): ReadonlyMap<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  for (const one of valuesIn(part)) {
    const fields = fieldsOf(one);
    const type = hexOf(fields.next(TAG.oid));
    const values = fields.next(TAG.set).content;
    fields.end();
    if (found.has(type)) throw new TypeError("an attribute that is there twice");
    found.set(type, values);
  }
  return found;
}

/** The first certificate that an attribute names: that of the signer. */
function namedBy(values: ReadonlyMap<string, Uint8Array>): ReadToken["names"] {
  const [second, first] = [values.get(SIGNING_CERTIFICATE_V2), values.get(SIGNING_CERTIFICATE)];
  const named = second ?? first;
  if (named === undefined) return undefined;
  const certificate = fieldsOf(fieldsOf(fieldsOf(wholeValue(named, TAG.sequence)).next(TAG.sequence)).next(TAG.sequence));
  const algorithm = second && certificate.optional(TAG.sequence);
  const hex = hexOf(certificate.next(TAG.octetString));
  if (second === undefined) return { oid: null, hex };
  return { oid: algorithm === undefined ? SHA256 : algorithmOf(algorithm).oid, hex };
}

export const plainNumber = (bytes: Uint8Array): string => bytesToHex(bytes).replace(/^(?:00)+(?=.)/, "");
