import { sha256, utf8 } from "@lucid/proof";
import { bytesToHex } from "@noble/hashes/utils.js";
import { Attribute } from "@peculiar/asn1-cms";
import { OctetString } from "@peculiar/asn1-schema";
import { Extension } from "@peculiar/asn1-x509";
import { type DerEdit, editDer } from "../time/edit-der.ts";
import { STAMP_MS, type StampChange, type TestAuthority, testAuthority } from "../time/test-authority.ts";
import { ecKey, RSA, rsaKey, withBits, withParameters } from "../time/test-key.ts";
import { authority, fact, given, OWN_HEIGHT, own, recording, stamp } from "./time-proof-example.ts";
import { invalid, type Vector, valid } from "./vector.ts";

/** Bits of a key usage, as the library counts them. */
const [SIGNS, NO_DENIAL, ENCIPHERS] = [1, 2, 4];
const ECDSA = "1.2.840.10045.4.3";

/** Places in what an authority states. */
const [MOMENT, ACCURACY] = [[4], [5]];
/** Of the first certificate of a token, and places in a certificate. */
const CERTIFICATE = [1, 0, 3, 0];
const BEGINS = [0, 4, 0];
const CRITICAL = [0, 7, 0, 0, 1];

type Change = Parameters<typeof testAuthority>[1];

const holds = (name: string, by: TestAuthority, change: StampChange = {}, more: Parameters<typeof fact>[1] = {}): Vector =>
  valid(name, own(change, by), { stamps: [fact(OWN_HEIGHT, { by, pinned: null, ...more })] });
const refused = (name: string, by: TestAuthority, code: Parameters<typeof invalid>[2], change: StampChange = {}): Vector =>
  invalid(name, own(change, by), code);

/** Keys, hashes and uses of the certificates that sign tokens, and of those above them. */
export function tokenVectors(): Vector[] {
  const by = (name: string, change: Change): TestAuthority => testAuthority(name, change);
  const rsa = by("RSA", { key: rsaKey() });
  return [
    ...(["P-384", "P-521"] as const).map((curve) => holds(`a key on ${curve}`, by(curve, { key: ecKey(curve, curve) }))),
    refused("a key on another curve", by("other curve", { key: ecKey("other curve", "secp256k1") }), "time-algorithm"),
    refused("a key that names no curve", by("no curve", { key: withParameters(ecKey("no curve"), undefined) }), "time-algorithm"),
    refused(
      "a key that is none of its curve",
      by("key", { key: withParameters(ecKey("key"), "06052b81040022") }),
      "time-signature",
    ),
    ...(["sha384", "sha512"] as const).map((hash) =>
      holds(`everything by ${hash}`, authority, { hash }, { pinned: authority.root }),
    ),
    refused("a signature by another hash than it says", authority, "time-signature", { algorithm: `${ECDSA}.4` }),
    refused("a key of ECDSA and a signature of RSA", authority, "time-algorithm", { algorithm: RSA }),
    holds("RSA", rsa),
    holds("RSA with SHA-512", rsa, { hash: "sha512" }),
    holds("RSA that is named alone", rsa, { algorithm: RSA, hash: "sha384" }),
    refused("RSA whose signature is by another hash than the digest", rsa, "time-signature", {
      ...{ hash: "sha256", algorithm: "1.2.840.113549.1.1.12" },
    }),
    refused("RSA over something else", rsa, "time-signature", { alterSignature: true }),
    refused("RSA with SHA-1", rsa, "time-algorithm", { algorithm: "1.2.840.113549.1.1.5" }),
    refused("a key of RSA and a signature of ECDSA", rsa, "time-algorithm", { algorithm: `${ECDSA}.2` }),
    refused("an RSA key that is too short", by("short", { key: rsaKey(2_047) }), "time-algorithm"),
    refused("a key of RSA that is none", by("none", { key: withBits(rsaKey(2_047), firstAsOctets) }), "time-signature"),
    holds("a certificate that is named by SHA-1", authority, { namedBy: "first" }, { pinned: authority.root }),
    holds("a certificate that is named by SHA-512", authority, { namedBy: "sha512" }, { pinned: authority.root }),
    refused("a certificate that is named by a hash that is not known", authority, "time-signature", { namedBy: "sha1" }),
    refused("a signer that is named by its key", authority, "time-token", { byKey: true }),
    invalid(
      "a signer that is named by its key, over another block",
      given({ headers: [], stamps: [{ ...stamp(OWN_HEIGHT + 1, { byKey: true }), height: OWN_HEIGHT }] }),
      "time-imprint",
    ),
    holds("a key for signing", by("signing", { usage: SIGNS })),
    holds("a key that cannot be denied", by("no denial", { usage: NO_DENIAL })),
    refused("a key for enciphering", by("enciphering", { usage: ENCIPHERS }), "time-certificate"),
    refused("a key for nothing", by("nothing", { usage: 0 }), "time-certificate"),
    ...certificateVectors(),
    ...numberVectors(),
    refused("a digest that is there twice", authority, "time-token", {
      editAttributes: ([type, digest, ...others]) => [type, digest, digest, ...others].filter((one) => one !== undefined),
    }),
    refused("a certificate that is named by SHA-1 and by a hash of its own choice", authority, "time-token", {
      ...{ namedBy: "sha512", editAttributes: (attributes) => attributes.map(asFirst) },
    }),
    refused("a signature whose second number runs into its first", authority, "time-signature", { editSignature: overlapping }),
  ];
}

const firstAsOctets = (bits: Uint8Array): Uint8Array => editDer(bits, [0], ({ content }) => [{ tag: 4, content }]);

const NAMED_BY_ANY = "1.2.840.113549.1.9.16.2.47";
const NAMED_BY_SHA1 = "1.2.840.113549.1.9.16.2.12";
const asFirst = (one: Attribute): Attribute =>
  one.attrType === NAMED_BY_ANY ? new Attribute({ attrType: NAMED_BY_SHA1, attrValues: one.attrValues }) : one;

/** With the last byte of its first number put before the second, where a reader that writes both side by side would put it back. */
function overlapping(signature: Uint8Array): Uint8Array {
  let taken = 0;
  const shortened = editDer(signature, [0], ({ tag, content }) => {
    taken = content.at(-1) ?? 0;
    return [{ tag, content: Uint8Array.of(...content.subarray(0, -1), taken ^ 1) }];
  });
  return editDer(shortened, [1], ({ tag, content }) => [
    { tag, content: Uint8Array.of(0, taken, ...new Uint8Array(32 - content.slice(-32).length), ...content.slice(-32)) },
  ]);
}

/** Certificates of a signer that are otherwise than they should be; nobody looks at who issued them. */
function certificateVectors(): Vector[] {
  const { signer } = authority;
  function edited(path: readonly number[], edit: DerEdit): Vector["input"] {
    const bytes = editDer(signer.bytes, path, edit);
    const token = authority.stamp(recording.block_hash, { named: sha256(bytes), certificates: [signer] });
    const stamped = editDer(token, [...CERTIFICATE, ...path], edit);
    return given({ headers: [], stamps: [{ height: OWN_HEIGHT, token: bytesToHex(stamped) }] }, []);
  }
  const contentOf = (name: string, path: readonly number[], content: Uint8Array, code: Parameters<typeof invalid>[2]): Vector =>
    invalid(
      name,
      edited(path, (node) => [{ tag: node.tag, content }]),
      code,
    );
  const long = new Extension({ extnID: "1.2.3.4", critical: false, extnValue: new OctetString(new Uint8Array(128)) });
  const again = new Extension({ extnID: "2.5.29.37", critical: false, extnValue: new OctetString(Uint8Array.of(0x30, 0)) });
  return [
    contentOf("a purpose that is said not to be critical", CRITICAL, Uint8Array.of(0), "time-certificate"),
    contentOf("a purpose that is critical in a way of its own", CRITICAL, Uint8Array.of(1), "time-certificate"),
    contentOf("a purpose that is critical twice", CRITICAL, Uint8Array.of(0xff, 0xff), "time-certificate"),
    contentOf("a certificate of a year before 1970", BEGINS, utf8("500101000000Z"), "time-token"),
    contentOf(
      "a certificate that begins within a second, in two digits of a year",
      BEGINS,
      utf8("200101000000.5Z"),
      "time-token",
    ),
    invalid(
      "a signature of bits that are no bytes",
      edited([2], (node) => [{ ...node, content: Uint8Array.of(1, ...node.content.subarray(1)) }]),
      "time-token",
    ),
    holds("an extension of 128 bytes that nobody knows", testAuthority("long", { more: [long] })),
    refused("two extensions of purposes", testAuthority("again", { more: [again] }), "time-token"),
  ];
}

/** Times and numbers, at their bounds. */
function numberVectors(): Vector[] {
  const ever = testAuthority("Ever", { fromMs: 0 });
  const at = (text: string): StampChange => ({
    editInfo: (info) => editDer(info, MOMENT, (node) => [{ ...node, content: utf8(text) }]),
  });
  const whole = "20260601120000";
  const accuracy = (bytes: readonly number[], tag = 2): StampChange => ({
    accuracy: { seconds: 1 },
    editInfo: (info) => editDer(info, [...ACCURACY, 0], () => [{ tag, content: Uint8Array.from(bytes) }]),
  });
  const named = { pinned: authority.root };
  return [
    holds("the first moment that a token may state", ever, at("19700101000000Z"), { at: 0, issuers: [] }),
    refused("a moment before it", ever, "time-token", at("19691231235959Z")),
    holds("a fraction that is finer than is said", authority, at(`${whole}.250000001Z`), { ...named, at: STAMP_MS + 251 }),
    ...[
      ["a time without its zone", whole],
      ["a time in another zone", `${whole}+0000`],
      ["a time without seconds", `${whole.slice(0, 12)}Z`],
      ["a fraction with ten digits", `${whole}.0000000001Z`],
      ["a fraction without digits", `${whole}.Z`],
      ["a day that is none", "20260231120000Z"],
      ["a minute that is none", "20260601126000Z"],
      ["a time with digits of another script", "2026060112000٠Z"],
    ].map(([name = "", text = ""]) => refused(name, authority, "time-token", at(text))),
    holds("the largest accuracy", authority, accuracy([0x7f, 0xff, 0xff, 0xff]), { ...named, accuracy: 2_147_483_647_000 }),
    refused("a larger accuracy", authority, "time-token", accuracy([0x00, 0x80, 0, 0, 0])),
    refused("an accuracy of no bytes", authority, "time-token", accuracy([])),
    refused("an accuracy that is negative by its first bit", authority, "time-token", accuracy([0x80])),
    holds("an accuracy in milliseconds alone", authority, accuracy([3], 0x80), { ...named, accuracy: 3 }),
    holds("an accuracy in microseconds alone", authority, accuracy([1], 0x81), { ...named, accuracy: 1 }),
  ];
}
