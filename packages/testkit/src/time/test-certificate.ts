import { sha256, utf8 } from "@lucid/proof";
import { p256 } from "@noble/curves/nist.js";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
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
  Name,
  RelativeDistinguishedName,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from "@peculiar/asn1-x509";

const P256 = "06082a8648ce3d030107";
const EC = "1.2.840.10045.2.1";
const ECDSA_SHA256 = "1.2.840.10045.4.3.2";
const COMMON_NAME = "2.5.4.3";
/** A key is made of 48 bytes: so many more than it has that it leans nowhere. */
const MORE_BYTES = 16;

export interface IssuedCertificate {
  readonly certificate: Certificate;
  /** In DER. */
  readonly bytes: Uint8Array;
  /** SHA-256 of them, as bytes and in hex. */
  readonly hash: Uint8Array;
  readonly sha256: string;
  sign(bytes: Uint8Array): Uint8Array;
}

export interface CertificateOptions {
  /** Left out: it signs itself. */
  readonly issuer?: IssuedCertificate;
  readonly isAuthority?: boolean;
  /** Extended key usage. */
  readonly purposes?: readonly string[];
  /** Whether whoever does not know that extension has to refuse the certificate. */
  readonly isCritical?: boolean;
  readonly fromMs?: number;
  readonly toMs?: number;
  /** Algorithm that the signature is said to be of. */
  readonly algorithm?: string;
}

/** A certificate with a key of its own that follows from its name: the same in every run. */
export function issueCertificate(name: string, options: CertificateOptions = {}): IssuedCertificate {
  const seed = Uint8Array.of(...sha256(utf8(name)), ...sha256(utf8(`more ${name}`)).subarray(0, MORE_BYTES));
  const secret = p256.utils.randomSecretKey(seed);
  const sign = (bytes: Uint8Array): Uint8Array => p256.sign(bytes, secret, { format: "der", lowS: false });
  const { issuer, isAuthority = false, purposes, isCritical = true } = options;
  const algorithm = new AlgorithmIdentifier({ algorithm: options.algorithm ?? ECDSA_SHA256 });
  const subject = nameOf(name);
  const extension = (extnID: string, critical: boolean, value: unknown): Extension =>
    new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });
  const tbsCertificate = new TBSCertificate({
    ...{
      version: Version.v3,
      serialNumber: sha256(utf8(`serial ${name}`))
        .slice(0, 8)
        .map((byte, at) => (at === 0 ? byte & 0x7f : byte)).buffer,
    },
    ...{ signature: algorithm, issuer: issuer?.certificate.tbsCertificate.subject ?? subject, subject },
    validity: new Validity({
      notBefore: new Date(options.fromMs ?? Date.UTC(2020, 0, 1)),
      notAfter: new Date(options.toMs ?? Date.UTC(2040, 0, 1)),
    }),
    subjectPublicKeyInfo: new SubjectPublicKeyInfo({
      algorithm: new AlgorithmIdentifier({ algorithm: EC, parameters: new Uint8Array(hexToBytes(P256)).buffer }),
      subjectPublicKey: new Uint8Array(p256.getPublicKey(secret, false)).buffer,
    }),
    extensions: new Extensions([
      ...(isAuthority ? [extension(id_ce_basicConstraints, true, new BasicConstraints({ cA: true }))] : []),
      ...(purposes ? [extension(id_ce_extKeyUsage, isCritical, new ExtendedKeyUsage([...purposes]))] : []),
    ]),
  });
  const signatureValue = new Uint8Array((issuer?.sign ?? sign)(new Uint8Array(AsnConvert.serialize(tbsCertificate)))).buffer;
  const certificate = new Certificate({ tbsCertificate, signatureAlgorithm: algorithm, signatureValue });
  const bytes = new Uint8Array(AsnConvert.serialize(certificate));
  const hash = sha256(bytes);
  return { certificate: AsnConvert.parse(bytes, Certificate), bytes, hash, sha256: bytesToHex(hash), sign };
}

const nameOf = (name: string): Name =>
  new Name([
    new RelativeDistinguishedName([
      new AttributeTypeAndValue({ type: COMMON_NAME, value: new AttributeValue({ utf8String: name }) }),
    ]),
  ]);
