import { OctetString } from "@peculiar/asn1-schema";
import { Extension } from "@peculiar/asn1-x509";
import { authorityOf, STAMP_MS } from "../time/test-authority.ts";
import { type CertificateOptions, type IssuedCertificate, issueCertificate } from "../time/test-certificate.ts";
import { ecKey, rsaKey } from "../time/test-key.ts";
import { fact, given, OWN_HEIGHT, stamp } from "./time-proof-example.ts";
import { invalid, type Vector, valid } from "./vector.ts";

const STAMPING = ["1.3.6.1.5.5.7.3.8"];
/** Bits of a key usage, as the library counts them. */
const [SIGNS, CERTIFIES] = [1, 32];
const MOST_CHAIN = 8;
const MOST_CERTIFICATES = 16;

const signerBelow = (issuer: IssuedCertificate, change: CertificateOptions = {}): IssuedCertificate =>
  issueCertificate("below", { issuer, purposes: STAMPING, ...change });
const issuing = (change: CertificateOptions = {}, name = "above"): IssuedCertificate =>
  issueCertificate(name, { ...(change.more === undefined && { isAuthority: true }), ...change });

/** The certificate that signs, those that come along behind it, and the one that the reader names. */
interface Around {
  readonly signer: IssuedCertificate;
  readonly along: readonly IssuedCertificate[];
  readonly named?: IssuedCertificate | undefined;
}

function inputOf({ signer, along, named }: Around): Vector["input"] {
  const by = authorityOf(signer, signer);
  const stamps = [stamp(OWN_HEIGHT, { certificates: along }, by)];
  return given({ headers: [], stamps }, named ? [named.bytes] : []);
}

/** `to`: the certificates that lead from the signer's to the end; the last is the one that is named, if it is. */
function led(name: string, around: Around, to: readonly IssuedCertificate[]): Vector {
  const { signer, named } = around;
  const pinned = named !== undefined && [signer, ...to].includes(named) ? named : null;
  return valid(name, inputOf(around), { stamps: [fact(OWN_HEIGHT, { by: authorityOf(signer, signer), issuers: to, pinned })] });
}

/** Constraints of one value of one byte. */
const constraints = (tag: number, byte: number): Extension =>
  new Extension({
    ...{ extnID: "2.5.29.19", critical: true },
    extnValue: new OctetString(Uint8Array.of(0x30, 3, tag, 1, byte)),
  });

/** An authority that issued the signer's certificate, and that is named: whether it counts. */
function authorities(): Vector[] {
  const one = (name: string, change: CertificateOptions, counts: boolean): Vector => {
    const above = issuing(change);
    const signer = signerBelow(above);
    return led(name, { signer, along: [signer, above], named: above }, counts ? [above] : []);
  };
  return [
    one("an authority whose key is for certificates", { usage: CERTIFIES }, true),
    one("an authority whose key is for content alone", { usage: SIGNS }, false),
    one("an issuer that is no authority", { isAuthority: false }, false),
    one("an issuer that says that it is no authority", { more: [constraints(1, 0)] }, false),
    one("an issuer that says a number first", { more: [constraints(2, 0xff)] }, false),
    one("an authority at its last moment", { toMs: STAMP_MS }, true),
    one("an authority at its first moment", { fromMs: STAMP_MS }, true),
    one("an authority that had ended", { toMs: STAMP_MS - 1_000 }, false),
    one("an authority that had not begun", { fromMs: STAMP_MS + 1_000 }, false),
    one("an authority with a key of RSA", { key: rsaKey() }, true),
    one("an authority with an RSA key that is too short", { key: rsaKey(2_047) }, false),
  ];
}

/** Who stands above the signer of a token, and how far that is followed. */
export function tokenChainVectors(): Vector[] {
  const above = issuing();
  const signer = signerBelow(above);
  const impostor = issuing({ key: ecKey("another key") });
  const other = issuing({ key: above.key }, "of another name");
  const mute = issueCertificate("mute");
  const middle = issuing({ issuer: above }, "middle");
  const alone = issueCertificate("alone", { purposes: STAMPING });
  const twin = issueCertificate("twin", { issuer: issuing({}, "elsewhere"), serial: "below" });
  const [eight, nine] = [chainOf(MOST_CHAIN), chainOf(MOST_CHAIN + 1)];
  const many = (count: number): Around => ({
    ...{ signer, along: [signer, ...Array.from({ length: count - 2 }, () => mute), above], named: above },
  });
  const of = (chain: readonly IssuedCertificate[]): Around => ({
    ...{ signer: chain[0] as IssuedCertificate, along: chain, named: chain.at(-1) },
  });
  return [
    ...authorities(),
    led("an issuer that does not say that it is an authority", of([signerBelow(mute), mute]), []),
    led("an authority of this name with another key", of([signer, impostor]), []),
    led("an authority of another name with this key", of([signer, other]), []),
    led("two authorities of this name, of which the second signed", of([signer, impostor, above]), [above]),
    led("an authority that signed with SHA-384", of([signerBelow(above, { hash: "sha384" }), above]), [above]),
    led("an authority that signed with SHA-1", of([signerBelow(above, { hash: "sha1" }), above]), []),
    led("no issuer comes along", { signer, along: [signer] }, []),
    led("the one in the middle is named", of([signerBelow(middle), above, middle]), [middle]),
    led("a signer that issued its own certificate", of([alone]), []),
    led("another certificate with its serial number comes first", { signer, along: [twin, signer, above], named: above }, [
      above,
    ]),
    led("a chain of eight", of(eight), eight.slice(1)),
    led("a chain of nine", of(nine), nine.slice(1, MOST_CHAIN)),
    led("as many certificates as there may be", many(MOST_CERTIFICATES), [above]),
    invalid("a certificate too many", inputOf(many(MOST_CERTIFICATES + 1)), "time-token"),
  ];
}

/** A signer and the authorities above it, each issued by the next. */
function chainOf(length: number): readonly IssuedCertificate[] {
  const chain = [issuing({}, "authority 1")];
  while (chain.length < length - 1)
    chain.unshift(issuing({ issuer: chain[0] as IssuedCertificate }, `authority ${chain.length + 1}`));
  return [signerBelow(chain[0] as IssuedCertificate), ...chain];
}
