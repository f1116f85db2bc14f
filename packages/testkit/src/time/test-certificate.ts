import { sha256, utf8 } from "@lucid/proof";
import { bytesToHex } from "@noble/hashes/utils.js";
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  KeyUsage,
  Name,
  RelativeDistinguishedName,
  TBSCertificate,
  Validity,
  Version,
} from "@peculiar/asn1-x509";
import { ecKey, type HashName, type TestKey } from "./test-key.ts";

const COMMON_NAME = "2.5.4.3";

export interface IssuedCertificate {
  readonly certificate: Certificate;
  /** In DER. */
  readonly bytes: Uint8Array;
  /** SHA-256 of them, as bytes and in hex. */
  readonly hash: Uint8Array;
  readonly sha256: string;
  readonly key: TestKey;
}

export interface CertificateOptions {
  /** Left out: it signs itself. */
  readonly issuer?: IssuedCertificate;
  /** Left out: the certificate says nothing of it. */
  readonly isAuthority?: boolean;
  /** Left out: one that follows from its name. */
  readonly key?: TestKey;
  readonly serial?: string;
  /** Bits of its key usage. */
  readonly usage?: number;
  /** Hash of its issuer's signature. */
  readonly hash?: HashName;
  readonly more?: readonly Extension[];
  /** Extended key usage. */
  readonly purposes?: readonly string[];
  /** Whether whoever does not know that extension has to refuse the certificate. */
  readonly isCritical?: boolean;
  readonly fromMs?: number;
  readonly toMs?: number;
}

/** A certificate with a key of its own that follows from its name: the same in every run. */
export function issueCertificate(name: string, options: CertificateOptions = {}): IssuedCertificate {
  const { issuer, isAuthority, purposes, isCritical = true, key = ecKey(name), hash: signedBy = "sha256" } = options;
  const signing = issuer?.key ?? key;
  const algorithm = new AlgorithmIdentifier({ algorithm: signing.algorithm(signedBy) });
  const subject = nameOf(name);
  const extension = (extnID: string, critical: boolean, value: unknown): Extension =>
    new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });
  const tbsCertificate = new TBSCertificate({
    ...{
      version: Version.v3,
      serialNumber: sha256(utf8(`serial ${options.serial ?? name}`))
        .slice(0, 8)
        .map((byte, at) => (at === 0 ? byte & 0x7f : byte)).buffer,
    },
    ...{ signature: algorithm, issuer: issuer?.certificate.tbsCertificate.subject ?? subject, subject },
    validity: new Validity({
      notBefore: new Date(options.fromMs ?? Date.UTC(2020, 0, 1)),
      notAfter: new Date(options.toMs ?? Date.UTC(2040, 0, 1)),
    }),
    subjectPublicKeyInfo: key.info,
    extensions: new Extensions([
      ...(isAuthority === undefined ? [] : [extension(id_ce_basicConstraints, true, new BasicConstraints({ cA: isAuthority }))]),
      ...(options.usage === undefined ? [] : [extension(id_ce_keyUsage, true, new KeyUsage(options.usage))]),
      ...(purposes ? [extension(id_ce_extKeyUsage, isCritical, new ExtendedKeyUsage([...purposes]))] : []),
      ...(options.more ?? []),
    ]),
  });
  const signatureValue = new Uint8Array(signing.sign(new Uint8Array(AsnConvert.serialize(tbsCertificate)), signedBy)).buffer;
  const certificate = new Certificate({ tbsCertificate, signatureAlgorithm: algorithm, signatureValue });
  const bytes = new Uint8Array(AsnConvert.serialize(certificate));
  const hash = sha256(bytes);
  return { certificate: AsnConvert.parse(bytes, Certificate), bytes, hash, sha256: bytesToHex(hash), key };
}

const nameOf = (name: string): Name =>
  new Name([
    new RelativeDistinguishedName([
      new AttributeTypeAndValue({ type: COMMON_NAME, value: new AttributeValue({ utf8String: name }) }),
    ]),
  ]);
