import {
  canonicalJson,
  DOMAIN,
  type Domain,
  grantText,
  publicKeyOf,
  sha256Hex,
  signedBytes,
  signObject,
  tronAddressOf,
  tronMessageHash,
  utf8,
} from "@lucid/proof";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { testNetwork, testOwner } from "../proof/test-network.ts";
import { canonicalJsonBounds } from "./encoding-bound-vectors.ts";
import { invalid, type Vector, type VectorFile, valid, vectorFile } from "./vector.ts";

const canonical = (name: string, value: unknown): Vector => {
  const text = canonicalJson(value);
  return valid(name, { utf8_hex: bytesToHex(utf8(text)) }, { text, sha256: sha256Hex(utf8(text)) });
};

const refused = (name: string, text: string, code: Parameters<typeof invalid>[2]): Vector =>
  invalid(name, { utf8_hex: bytesToHex(utf8(text)) }, code);

export function canonicalJsonVectors(): VectorFile {
  return vectorFile(
    "canonical-json",
    "input.utf8_hex is a document of at most 1 048 576 bytes, or of at most `limit` where there is one. It is valid when it is exactly the RFC 8785 form of what it holds.",
    [
      canonical("an empty object", {}),
      canonical("names in the order of UTF-16 code units", {
        "\u20ac": 1,
        "\r": 2,
        "\ufb33": 3,
        "1": 4,
        "\ud83d\ude00": 5,
        "\u0080": 6,
        "\u00f6": 7,
      }),
      canonical("the example of RFC 8785 section 3.2.2", {
        numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 1e-27],
        string: '\u20ac$\u000f\nA\'B"\\\\"/',
        literals: [null, true, false],
      }),
      canonical("the largest whole number", [Number.MAX_SAFE_INTEGER]),
      canonical("32 levels", JSON.parse("[".repeat(32) + "]".repeat(32))),
      refused("33 levels", "[".repeat(33) + "]".repeat(33), "json-too-deep"),
      refused("a space after a colon", '{"a": 1}', "json-not-canonical"),
      refused("a line feed at the end", '{"a":1}\n', "json-not-canonical"),
      refused("names out of order", '{"b":1,"a":2}', "json-not-canonical"),
      refused("a name twice", '{"a":1,"a":1}', "json-not-canonical"),
      refused("a number with a point it does not need", "[1.0]", "json-not-canonical"),
      refused("a number beyond 2^53 that no double holds", "[9007199254740993]", "json-not-canonical"),
      refused("minus zero", "[-0]", "json-not-canonical"),
      refused("a number beyond every double", "[1e400]", "json-not-canonical"),
      refused("a letter written as an escape", '["\\u0061"]', "json-not-canonical"),
      refused("an escaped slash", '["\\/"]', "json-not-canonical"),
      refused("a lone surrogate", '["\\ud800"]', "json-invalid"),
      refused("a byte order mark", "\ufeff{}", "json-invalid"),
      refused("two documents", "{}{}", "json-invalid"),
      refused("a trailing comma", "[1,]", "json-invalid"),
      invalid("bytes that are not UTF-8", { utf8_hex: "22ff22" }, "not-utf8"),
      invalid("an overlong form of UTF-8", { utf8_hex: "22c08022" }, "not-utf8"),
      ...canonicalJsonBounds(),
    ],
  );
}

const SECRET = hexToBytes("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
const KEY = publicKeyOf(SECRET);
const VALUE = { session: "00112233-4455-4677-8899-aabbccddeeff", size: 3 };

/** What the node of the signature vectors says of a recording that it deleted before there was a manifest. */
const RECEIPT = {
  format: "lucid-deletion-receipt",
  version: 1,
  session_id: VALUE.session,
  manifest_hash: null,
  merkle_root: null,
  chunk_count: 3,
  total_size: 504,
  deleted_by: "1795826d-1e44-4028-a4b2-648b18c40486",
  reason: "retention ended",
  deleted_at_ms: 1_767_229_200_000,
  node: KEY,
};

const ed = (changes: Record<string, unknown>): Vector["input"] => ({
  kind: "ed25519",
  domain: DOMAIN.manifest,
  value: VALUE,
  signature: signObject(DOMAIN.manifest, VALUE, SECRET),
  public_key: KEY,
  ...changes,
});

/** S + L: the same number modulo the group order, in a form that must be refused. */
function unreduced(signature: string): string {
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  let s = BigInt(`0x${bytesToHex(hexToBytes(signature.slice(64)).toReversed())}`) + order;
  let hex = "";
  for (let at = 0; at < 32; at += 1) {
    hex += (s & 0xffn).toString(16).padStart(2, "0");
    s >>= 8n;
  }
  return signature.slice(0, 64) + hex;
}

function highS(signature: string): string {
  const s = secp256k1.Point.Fn.ORDER - BigInt(`0x${signature.slice(64, 128)}`);
  const v = signature.endsWith("1b") ? "1c" : "1b";
  return signature.slice(0, 64) + s.toString(16).padStart(64, "0") + v;
}

/** All encodings below 2^255 - 19 of points whose eightfold is the neutral element. */
const SMALL_ORDER = [
  `01${"00".repeat(31)}`,
  `ec${"ff".repeat(30)}7f`,
  "00".repeat(32),
  `${"00".repeat(31)}80`,
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
];
const ORDER = secp256k1.Point.Fn.ORDER.toString(16);

/** A signature with the nonce 1 and this s, and the address whose key would have made it. */
function withS(text: string, s: bigint): { readonly signature: string; readonly address: string } {
  const { Fn, BASE } = secp256k1.Point;
  const key = BASE.multiply(Fn.div(Fn.sub(s, hashNumber(text)), BASE.x));
  return { signature: signatureOf(BASE.x, s, "1b"), address: tronAddressOf(key.toBytes(false)) };
}

/** A signature whose recovered key would be the neutral element, which is none. */
function withoutKey(text: string): { readonly signature: string } {
  const { Fn, BASE } = secp256k1.Point;
  const s = hashNumber(text);
  return { signature: s > Fn.ORDER / 2n ? signatureOf(BASE.x, Fn.neg(s), "1c") : signatureOf(BASE.x, s, "1b") };
}

const hashNumber = (text: string): bigint => secp256k1.Point.Fn.create(BigInt(`0x${bytesToHex(tronMessageHash(text))}`));
const signatureOf = (r: bigint, s: bigint, v: string): string =>
  [r, s].map((part) => part.toString(16).padStart(64, "0")).join("") + v;

export function signatureVectors(): VectorFile {
  const signature = signObject(DOMAIN.manifest, VALUE, SECRET);
  const owner = testOwner("vectors");
  const network = testNetwork("vectors");
  const terms = {
    session_id: VALUE.session,
    network: network.hash,
    node: KEY,
    policy_hash: "11".repeat(32),
    consent_hash: "22".repeat(32),
    ends_at_ms: 1_767_229_200_000,
  };
  const text = grantText(terms);
  const tron = owner.signMessage(text);
  const onTron = (changes: Record<string, unknown>): Vector["input"] => ({
    kind: "tron",
    terms,
    signature: tron,
    address: owner.address,
    ...changes,
  });
  const bad = (name: string, changes: Record<string, unknown>): Vector => invalid(name, ed(changes), "manifest-signature");
  const receipt = (signedAs: Domain): Vector["input"] =>
    ed({ domain: DOMAIN.deletion, value: RECEIPT, signature: signObject(signedAs, RECEIPT, SECRET) });
  const badGrant = (name: string, changes: Record<string, unknown>): Vector => invalid(name, onTron(changes), "grant-signature");
  return vectorFile(
    "signatures",
    "kind ed25519: an object signed under a domain. kind tron: grant terms signed with TRON signMessageV2 by the address.",
    [
      valid("an object signed under a domain", ed({}), { signed_bytes_hex: bytesToHex(signedBytes(DOMAIN.manifest, VALUE)) }),
      bad("another domain", { domain: DOMAIN.block }),
      valid("a deletion receipt", receipt(DOMAIN.deletion), {
        signed_bytes_hex: bytesToHex(signedBytes(DOMAIN.deletion, RECEIPT)),
      }),
      invalid("a deletion receipt signed as a manifest", receipt(DOMAIN.manifest), "manifest-signature"),
      bad("another value", { value: { ...VALUE, size: 4 } }),
      bad("another key", { public_key: publicKeyOf(new Uint8Array(32)) }),
      bad("a flipped bit", { signature: `f${signature.slice(1)}` }),
      bad("S not below the group order", { signature: unreduced(signature) }),
      bad("a key of small order", { public_key: `01${"00".repeat(31)}`, signature: `01${"00".repeat(63)}` }),
      bad("a key that is no canonical point", { public_key: `ee${"ff".repeat(30)}7f`, signature: `01${"00".repeat(63)}` }),
      bad("upper-case hex", { signature: signature.toUpperCase() }),
      bad("a signature too short", { signature: signature.slice(0, 126) }),
      bad("a signature too long", { signature: `${signature}00` }),
      bad("a key in upper case", { public_key: KEY.toUpperCase() }),
      bad("a key too short", { public_key: KEY.slice(2) }),
      bad("a key that is no hex", { public_key: `zz${KEY.slice(2)}` }),
      bad("another sign of R", {
        signature:
          signature.slice(0, 62) +
          (Number.parseInt(signature.slice(62, 64), 16) ^ 128).toString(16).padStart(2, "0") +
          signature.slice(64),
      }),
      ...SMALL_ORDER.map((key, at) =>
        bad(`key ${at + 1} of the eight of small order`, { public_key: key, signature: `01${"00".repeat(63)}` }),
      ),
      valid("grant terms signed by the owner", onTron({}), { text, message_hash: bytesToHex(tronMessageHash(text)) }),
      valid("the recovery bit counted from 0", onTron({ signature: tron.slice(0, 128) + (tron.endsWith("1b") ? "00" : "01") }), {
        text,
      }),
      badGrant("hex in upper case", { signature: tron.toUpperCase() }),
      badGrant("a grant signature too long", { signature: `${tron}00` }),
      badGrant("r of zero", { signature: "00".repeat(32) + tron.slice(64) }),
      valid("s of exactly half the order", onTron(withS(text, secp256k1.Point.Fn.ORDER / 2n)), { text }),
      badGrant("a signature that leads to no key, and the address that careless arithmetic finds", {
        ...withoutKey(text),
        address: "TDgXCRFGc5Az6JwdniBFVWiwfPzeAmU3xA",
      }),
      badGrant("r that is no x coordinate, and the address that careless arithmetic finds", {
        signature: `${"00".repeat(31)}05${tron.slice(64)}`,
        address: "TGpfWRwJvVsUwzcYNjhKBJKDnybmUjtdsx",
      }),
      badGrant("s of zero, and the address that it leads to", withS(text, 0n)),
      badGrant("s of zero", { signature: tron.slice(0, 64) + "00".repeat(32) + tron.slice(128) }),
      badGrant("r that is not below the order", { signature: ORDER + tron.slice(64) }),
      badGrant("r that is no x coordinate", { signature: `${"00".repeat(31)}05${tron.slice(64)}` }),
      badGrant("terms changed", { terms: { ...terms, ends_at_ms: terms.ends_at_ms + 1 } }),
      badGrant("another address", { address: testOwner("other").address }),
      badGrant("s in the upper half of the order", { signature: highS(tron) }),
      badGrant("an unknown recovery byte", { signature: `${tron.slice(0, 128)}02` }),
      badGrant("the other recovery bit", { signature: tron.slice(0, 128) + (tron.endsWith("1b") ? "1c" : "1b") }),
    ],
  );
}
