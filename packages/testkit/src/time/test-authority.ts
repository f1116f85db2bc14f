import { utf8 } from "@lucid/proof";
import { hexToBytes } from "@noble/hashes/utils.js";
import {
  Attribute,
  CertificateChoices,
  CertificateSet,
  CMSVersion,
  ContentInfo,
  DigestAlgorithmIdentifiers,
  EncapsulatedContent,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  id_signedData,
  SignedData,
  SignerIdentifier,
  SignerInfo,
  SignerInfos,
} from "@peculiar/asn1-cms";
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import { Accuracy, id_ct_tstInfo, MessageImprint, TSTInfo, TSTInfoVersion } from "@peculiar/asn1-tsp";
import { AlgorithmIdentifier, Certificate } from "@peculiar/asn1-x509";
import * as asn1js from "asn1js";
import { type IssuedCertificate, issueCertificate } from "./test-certificate.ts";
import { type HashName, hashed } from "./test-key.ts";

/** Identifiers of hashes. */
const HASHES: Readonly<Record<HashName, string>> = {
  sha1: "1.3.14.3.2.26",
  sha256: "2.16.840.1.101.3.4.2.1",
  sha384: "2.16.840.1.101.3.4.2.2",
  sha512: "2.16.840.1.101.3.4.2.3",
};
const SHA256 = new AlgorithmIdentifier({ algorithm: HASHES.sha256 });

/** What of a token is otherwise than it should be. */
export interface StampChange {
  readonly atMs?: number;
  readonly accuracy?: ConstructorParameters<typeof Accuracy>[0];
  readonly nonce?: Uint8Array;
  readonly imprintAlgorithm?: string;
  readonly contentType?: string;
  readonly infoType?: string;
  /** Attributes that are left out. */
  readonly without?: readonly string[];
  /** Certificates that come along. */
  readonly certificates?: readonly IssuedCertificate[];
  /** Hash of the signer's certificate as the token names it. */
  readonly named?: Uint8Array;
  /** By which hash it names it, as RFC 5035 does; `first` is by SHA-1, as RFC 2634 does. */
  readonly namedBy?: HashName | "first";
  /** Of the content, the attributes and the signature. */
  readonly hash?: HashName;
  /** It names its signer by an identifier of its key. */
  readonly byKey?: boolean;
  readonly editSignature?: (signature: Uint8Array) => Uint8Array;
  /** What the authority states, and the attributes beside it, before it signs them. */
  readonly editInfo?: (info: Uint8Array) => Uint8Array;
  readonly editAttributes?: (attributes: readonly Attribute[]) => readonly Attribute[];
  readonly algorithm?: string;
  readonly digestAlgorithm?: string;
  /** After it was signed. */
  readonly alterSignature?: boolean;
  readonly alterContent?: boolean;
  readonly signers?: 0 | 1 | 2;
}

/** Authority of the vectors: its tokens are the same in every run. */
export interface TestAuthority {
  readonly signer: IssuedCertificate;
  readonly root: IssuedCertificate;
  /** An RFC 3161 token over a SHA-256 digest, in DER. */
  stamp(digest: string, change?: StampChange): Uint8Array;
}

export const STAMP_MS = Date.UTC(2026, 5, 1, 12);

/** A root, and a certificate for time stamping that it issued. */
export function testAuthority(name: string, change: Parameters<typeof issueCertificate>[1] = {}): TestAuthority {
  const root = issueCertificate(`${name} root`, { isAuthority: true });
  const signer = issueCertificate(name, { issuer: root, purposes: ["1.3.6.1.5.5.7.3.8"], ...change });
  return authorityOf(signer, root);
}

/** Tokens of this signer, which `root` comes along with where nothing else is asked for. */
export const authorityOf = (signer: IssuedCertificate, root: IssuedCertificate): TestAuthority => ({
  ...{ signer, root, stamp: (digest, change = {}) => token(signer, root, digest, change) },
});

function token(signer: IssuedCertificate, root: IssuedCertificate, digest: string, change: StampChange): Uint8Array {
  const { nonce, accuracy } = change;
  const stated = new Uint8Array(
    AsnConvert.serialize(
      new TSTInfo({
        ...{ version: TSTInfoVersion.v1, policy: "1.2.3.4.1" },
        messageImprint: new MessageImprint({
          hashAlgorithm: new AlgorithmIdentifier({ algorithm: change.imprintAlgorithm ?? SHA256.algorithm }),
          hashedMessage: new OctetString(hexToBytes(digest)),
        }),
        ...{ serialNumber: Uint8Array.of(7).buffer, genTime: new Date(change.atMs ?? STAMP_MS), ordering: false },
        ...(accuracy && { accuracy: new Accuracy(accuracy) }),
        ...(nonce && { nonce: new Uint8Array(nonce).buffer }),
      }),
    ),
  );
  const info = change.editInfo?.(stated) ?? stated;
  const one = signerInfo(signer, info, change);
  const data = new SignedData({
    version: CMSVersion.v3,
    digestAlgorithms: new DigestAlgorithmIdentifiers([SHA256]),
    encapContentInfo: new EncapsulatedContentInfo({
      eContentType: change.infoType ?? id_ct_tstInfo,
      eContent: new EncapsulatedContent({ single: new OctetString(change.alterContent ? laterBy(info) : info) }),
    }),
    certificates: new CertificateSet(
      (change.certificates ?? [signer, root]).map(
        ({ bytes }) => new CertificateChoices({ certificate: AsnConvert.parse(bytes, Certificate) }),
      ),
    ),
    signerInfos: new SignerInfos(Array.from({ length: change.signers ?? 1 }, () => one)),
  });
  const content = AsnConvert.serialize(data);
  return new Uint8Array(AsnConvert.serialize(new ContentInfo({ contentType: id_signedData, content })));
}

/** The same content with another year: its first 2026 becomes 2025. */
function laterBy(info: Uint8Array): Uint8Array {
  const text = Buffer.from(info).toString("latin1").replace("2026", "2025");
  return new Uint8Array(Buffer.from(text, "latin1"));
}

export const attribute = (attrType: string, value: ArrayBuffer): Attribute => new Attribute({ attrType, attrValues: [value] });

function signerInfo(signer: IssuedCertificate, info: Uint8Array, change: StampChange): SignerInfo {
  const { certificate, key } = signer;
  const { hash = "sha256" } = change;
  const algorithm = change.algorithm ?? key.algorithm(hash);
  const usual = [
    attribute("1.2.840.113549.1.9.3", new asn1js.ObjectIdentifier({ value: change.contentType ?? id_ct_tstInfo }).toBER()),
    attribute("1.2.840.113549.1.9.4", AsnConvert.serialize(new OctetString(hashed(hash, info)))),
    naming(signer, change),
  ].filter(({ attrType }) => !change.without?.includes(attrType));
  const attributes = [...(change.editAttributes?.(usual) ?? usual)];
  const draft = new SignerInfo({
    version: CMSVersion.v1,
    sid: new SignerIdentifier(
      change.byKey
        ? { subjectKeyIdentifier: new OctetString(signer.hash) }
        : {
            issuerAndSerialNumber: new IssuerAndSerialNumber({
              issuer: certificate.tbsCertificate.issuer,
              serialNumber: certificate.tbsCertificate.serialNumber,
            }),
          },
    ),
    digestAlgorithm: new AlgorithmIdentifier({ algorithm: change.digestAlgorithm ?? HASHES[hash] }),
    signedAttrs: attributes,
    signatureAlgorithm: new AlgorithmIdentifier({ algorithm }),
    signature: new OctetString(Uint8Array.of(0)),
  });
  const signed = signedAttributes(AsnConvert.serialize(draft));
  const signature = key.sign(change.alterSignature ? utf8("something else") : signed, hash);
  draft.signature = new OctetString(change.editSignature?.(signature) ?? signature);
  return draft;
}

/** They are signed as a set. */
function signedAttributes(signer: ArrayBuffer): Uint8Array {
  const { result } = asn1js.fromBER(signer);
  const parts = result instanceof asn1js.Sequence ? result.valueBlock.value : [];
  const found = parts.find(({ idBlock }) => idBlock.tagClass === 3 && idBlock.tagNumber === 0);
  if (found === undefined) throw new Error("There are no attributes");
  return Uint8Array.of(0x31, ...found.valueBeforeDecodeView.subarray(1));
}

/** Of one certificate, by its SHA-256 where nothing else is asked for. */
function naming(signer: IssuedCertificate, { named, namedBy = "sha256" }: StampChange): Attribute {
  const sequence = (...value: asn1js.AsnType[]): asn1js.Sequence => new asn1js.Sequence({ value });
  const hash = named ?? hashed(namedBy === "first" ? "sha1" : namedBy, signer.bytes);
  const stated = new asn1js.OctetString({ valueHex: new Uint8Array(hash).buffer });
  const isUsual = namedBy === "first" || namedBy === "sha256";
  const algorithm = isUsual ? [] : [sequence(new asn1js.ObjectIdentifier({ value: HASHES[namedBy] }))];
  const value = sequence(sequence(sequence(...algorithm, stated))).toBER();
  return attribute(`1.2.840.113549.1.9.16.2.${namedBy === "first" ? 12 : 47}`, value);
}
