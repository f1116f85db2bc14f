import { bytesToHex } from "@noble/hashes/utils.js";
import { AsnConvert } from "@peculiar/asn1-schema";
import {
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_kp_timeStamping,
  KeyUsage,
  KeyUsageFlags,
  type Name,
} from "@peculiar/asn1-x509";
import { sha256Hex } from "../encoding/hash.ts";
import type { PublicKey } from "./signatures.ts";

/** A certificate, as far as a judgement over tokens needs it. */
export interface ReadCertificate {
  readonly bytes: Uint8Array;
  /** SHA-256 of its bytes in hex. */
  readonly sha256: string;
  /** What it calls its holder: the common name, or the organisation. A stranger's text. */
  readonly name: string;
  /** Subject and issuer in DER, as hex. */
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

const COMMON_NAME = "2.5.4.3";
const ORGANISATION = "2.5.4.10";

/** @throws where it is no certificate. */
export function readCertificate(bytes: Uint8Array): ReadCertificate {
  const { tbsCertificate: tbs, tbsCertificateRaw, signatureAlgorithm, signatureValue } = AsnConvert.parse(bytes, Certificate);
  if (tbsCertificateRaw === undefined) throw new TypeError("no certificate");
  const extension = (id: string) => tbs.extensions?.find(({ extnID }) => extnID === id);
  const usage = extension(id_ce_keyUsage);
  const usages = usage && AsnConvert.parse(usage.extnValue, KeyUsage).toNumber();
  const may = (flag: number): boolean => usages === undefined || (usages & flag) !== 0;
  const extended = extension(id_ce_extKeyUsage);
  const purposes = extended ? [...AsnConvert.parse(extended.extnValue, ExtendedKeyUsage)] : [];
  const basic = extension(id_ce_basicConstraints);
  const { subjectPublicKeyInfo: key } = tbs;
  return {
    bytes,
    sha256: sha256Hex(bytes),
    name: nameOf(tbs.subject),
    subject: derHex(tbs.subject),
    issuer: derHex(tbs.issuer),
    serial: bytesToHex(new Uint8Array(tbs.serialNumber)),
    fromMs: tbs.validity.notBefore.getTime().getTime(),
    toMs: tbs.validity.notAfter.getTime().getTime(),
    key: {
      spki: new Uint8Array(AsnConvert.serialize(key)),
      oid: key.algorithm.algorithm,
      parameters: key.algorithm.parameters ? bytesToHex(new Uint8Array(key.algorithm.parameters)) : "",
    },
    signed: new Uint8Array(tbsCertificateRaw),
    algorithm: { oid: signatureAlgorithm.algorithm },
    signature: new Uint8Array(signatureValue),
    isForStamping:
      extended?.critical === true &&
      purposes.length === 1 &&
      purposes[0] === id_kp_timeStamping &&
      may(KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation),
    isAuthority: basic !== undefined && AsnConvert.parse(basic.extnValue, BasicConstraints).cA && may(KeyUsageFlags.keyCertSign),
  };
}

export const isValidAt = ({ fromMs, toMs }: ReadCertificate, atMs: number): boolean => fromMs <= atMs && atMs <= toMs;

const derHex = (name: Name): string => bytesToHex(new Uint8Array(AsnConvert.serialize(name)));

function nameOf(name: Name): string {
  const parts = [...name].flatMap((part) => [...part]);
  const found = [COMMON_NAME, ORGANISATION].flatMap((type) => parts.filter((part) => part.type === type))[0];
  return found?.value.toString() ?? "";
}
