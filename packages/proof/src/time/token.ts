import { bytesToHex } from "@noble/hashes/utils.js";
import { ContentInfo, id_signedData, SignedData } from "@peculiar/asn1-cms";
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import { id_ct_tstInfo, TSTInfo } from "@peculiar/asn1-tsp";
import * as asn1js from "asn1js";
import { type ReadCertificate, readCertificate } from "./certificates.ts";
import { requireWhole } from "./der.ts";

/** Certificates of one token that are looked at. */
const MAX_CERTIFICATES = 16;

const CONTENT_TYPE = "1.2.840.113549.1.9.3";
const MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
/** Which certificate signed, by its SHA-1 (RFC 2634) or by another hash (RFC 5035). */
const SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12";
const SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";
const SHA256 = "2.16.840.1.101.3.4.2.1";

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
  readonly contentType: string;
  readonly signer: ReadCertificate | undefined;
  readonly certificates: readonly ReadCertificate[];
  /** The hash by which it names the signer's certificate; `oid` is null for SHA-1. */
  readonly names: { readonly oid: string | null; readonly hex: string } | undefined;
}

/** Reads a token. @throws where it is none, or none of this form. */
export function readToken(bytes: Uint8Array): ReadToken {
  requireWhole(bytes);
  const outer = AsnConvert.parse(bytes, ContentInfo);
  if (outer.contentType !== id_signedData) throw new TypeError("no signed data");
  const data = AsnConvert.parse(outer.content, SignedData);
  const { eContentType, eContent } = data.encapContentInfo;
  if (eContentType !== id_ct_tstInfo || eContent?.single === undefined) throw new TypeError("no time stamp");
  const content = new Uint8Array(eContent.single.buffer);
  requireWhole(content);
  const info = AsnConvert.parse(content, TSTInfo);
  const [signer, ...others] = [...data.signerInfos];
  if (signer === undefined || others.length > 0) throw new TypeError("not one signer");
  const { signedAttrs = [], sid } = signer;
  const valueOf = (type: string): ArrayBuffer | undefined => {
    const found = signedAttrs.filter(({ attrType }) => attrType === type);
    return found.length === 1 && found[0]?.attrValues.length === 1 ? found[0].attrValues[0] : undefined;
  };
  const digest = valueOf(MESSAGE_DIGEST);
  if (digest === undefined) throw new TypeError("no digest");
  const contentType = valueOf(CONTENT_TYPE);
  const certificates = certificatesOf(outer.content).map(readCertificate);
  const issuer = sid.issuerAndSerialNumber && bytesToHex(new Uint8Array(AsnConvert.serialize(sid.issuerAndSerialNumber.issuer)));
  const serial = sid.issuerAndSerialNumber && bytesToHex(new Uint8Array(sid.issuerAndSerialNumber.serialNumber));
  const { seconds = 0, millis = 0, micros = 0 } = info.accuracy ?? {};
  if (Math.min(seconds, millis, micros) < 0) throw new TypeError("an accuracy below zero");
  return {
    imprint: {
      oid: info.messageImprint.hashAlgorithm.algorithm,
      hex: bytesToHex(new Uint8Array(info.messageImprint.hashedMessage.buffer)),
    },
    atMs: dateOf(info.genTime),
    accuracyMs: seconds * 1_000 + millis + Math.ceil(micros / 1_000),
    nonce: info.nonce === undefined ? null : plainNumber(new Uint8Array(info.nonce)),
    content,
    signed: signedAttributes(outer.content),
    signature: new Uint8Array(signer.signature.buffer),
    digest: {
      oid: signer.digestAlgorithm.algorithm,
      stated: bytesToHex(new Uint8Array(AsnConvert.parse(digest, OctetString).buffer)),
    },
    algorithm: signer.signatureAlgorithm.algorithm,
    contentType: contentType === undefined ? "" : objectIdentifier(contentType),
    signer: certificates.find((one) => one.issuer === issuer && one.serial === serial),
    certificates,
    names: namedBy(valueOf(SIGNING_CERTIFICATE_V2), SHA256) ?? namedBy(valueOf(SIGNING_CERTIFICATE), null),
  };
}

function dateOf(date: Date): number {
  const ms = date.getTime();
  if (!(ms >= 0)) throw new TypeError("no time");
  return ms;
}

export const plainNumber = (bytes: Uint8Array): string => bytesToHex(bytes).replace(/^(?:00)+(?=.)/, "");

const inside = (block: asn1js.AsnType | undefined): readonly asn1js.AsnType[] =>
  block instanceof asn1js.Constructed ? block.valueBlock.value : [];

/** The certificates of signed data, each as its own bytes. */
function certificatesOf(signedData: ArrayBuffer): Uint8Array[] {
  const parts = inside(asn1js.fromBER(signedData).result);
  const set = parts.find(({ idBlock }) => idBlock.tagClass === CONTEXT && idBlock.tagNumber === 0);
  const found = inside(set).filter((one) => one instanceof asn1js.Sequence);
  if (found.length > MAX_CERTIFICATES) throw new TypeError("too many certificates");
  return found.map((one) => new Uint8Array(one.valueBeforeDecodeView));
}

const CONTEXT = 3;
const SET = 0x31;

/** The attributes of the one signer as they are signed: as a set, whatever they are tagged with where they stand (RFC 5652 5.4). */
function signedAttributes(signedData: ArrayBuffer): Uint8Array {
  const [signer] = inside(inside(asn1js.fromBER(signedData).result).at(-1));
  const found = inside(signer).find(({ idBlock }) => idBlock.tagClass === CONTEXT && idBlock.tagNumber === 0);
  if (found === undefined) throw new TypeError("nothing signed");
  const bytes = new Uint8Array(found.valueBeforeDecodeView);
  bytes[0] = SET;
  return bytes;
}

function objectIdentifier(der: ArrayBuffer): string {
  const { result } = asn1js.fromBER(der);
  return result instanceof asn1js.ObjectIdentifier ? result.valueBlock.toString() : "";
}

/** The first certificate that the attribute names: that of the signer. `usual` is its hash where it names none. */
function namedBy(value: ArrayBuffer | undefined, usual: string | null): ReadToken["names"] {
  if (value === undefined) return undefined;
  const [list] = inside(asn1js.fromBER(value).result);
  const [first] = inside(list);
  const [one, two] = inside(first);
  const hash = one instanceof asn1js.OctetString ? one : two;
  if (!(hash instanceof asn1js.OctetString)) return undefined;
  const [algorithm] = one === hash ? [] : inside(one);
  const oid = algorithm instanceof asn1js.ObjectIdentifier ? algorithm.valueBlock.toString() : usual;
  return { oid, hex: bytesToHex(hash.valueBlock.valueHexView) };
}
