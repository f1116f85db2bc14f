import { blockHash, MAX_TIME_HEADERS } from "@lucid/proof";
import { bytesToHex } from "@noble/hashes/utils.js";
import { STAMP_MS, testAuthority } from "../time/test-authority.ts";
import { malformed } from "./malformed.ts";
import { authority, fact, first, given, OWN_HEIGHT, other, own, proof, recording, second, stamp } from "./time-proof-example.ts";
import { tokenChainVectors } from "./token-chain-vectors.ts";
import { tokenFormVectors } from "./token-form-vectors.ts";
import { tokenVectors } from "./token-vectors.ts";
import { invalid, type Vector, type VectorFile, valid, vectorFile } from "./vector.ts";

const MOST_STAMPS = 8;
const SHA512 = "2.16.840.1.101.3.4.2.3";
const SHA1 = "1.3.14.3.2.26";
const ECDSA_SHA1 = "1.2.840.10045.4.1";
const DATA = "1.2.840.113549.1.7.1";
const [CONTENT_TYPE, DIGEST, NAMED] = ["1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4", "1.2.840.113549.1.9.16.2.47"];
const [FOR_SERVERS, FOR_STAMPS] = ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.8"];

/** Stamps of authorities outside, each beside the recording that it is of. */
export function timeProofVectors(): VectorFile {
  const another = testAuthority("Another authority");
  const ended = testAuthority("Ended authority", { toMs: STAMP_MS });
  const later = testAuthority("Later authority", { fromMs: STAMP_MS });
  const purposes = (name: string, change: Parameters<typeof testAuthority>[1]): Vector =>
    invalid(name, own({}, testAuthority(name, change)), "time-certificate");
  const token = (bytes: Uint8Array | string): Vector["input"] =>
    given({ headers: [], stamps: [{ height: OWN_HEIGHT, token: typeof bytes === "string" ? bytes : bytesToHex(bytes) }] });
  const whole = authority.stamp(recording.block_hash);
  const final = (height: number, hash: string): Vector["input"] => ({
    ...given(),
    recording: { ...recording, final: { height, hash } },
  });
  return vectorFile(
    "time-proof",
    "A time proof beside a recording whose bundle holds: the network, and the block of its anchor; `final`, where it is another one, the block that is final in the bundle. `shown` says whether the bundle shows that the network has the stamped block. `authorities` are the certificates in DER that a reader names; `pinned` is the SHA-256 of the one that a stamp leads to.",
    [
      valid("a stamp of a later block", given(), { stamps: [fact(OWN_HEIGHT + 2)] }),
      valid("a stamp of the recording's own block", own({}), { stamps: [fact(OWN_HEIGHT)] }),
      valid("a stamp of a block on the way", given({ stamps: [stamp(OWN_HEIGHT + 1)] }), { stamps: [fact(OWN_HEIGHT + 1)] }),
      valid("no certificate is named", given({}, []), { stamps: [fact(OWN_HEIGHT + 2, { pinned: null })] }),
      valid("another certificate is named", given({}, [another.root.bytes]), {
        stamps: [fact(OWN_HEIGHT + 2, { pinned: null })],
      }),
      valid("the signer's own certificate is named", given({}, [authority.signer.bytes]), {
        stamps: [fact(OWN_HEIGHT + 2, { issuers: [], pinned: authority.signer })],
      }),
      valid("the root is named and does not come along", own({ certificates: [authority.signer] }), {
        stamps: [fact(OWN_HEIGHT)],
      }),
      valid("an accuracy", own({ accuracy: { seconds: 2, millis: 1, micros: 1 } }), {
        stamps: [fact(OWN_HEIGHT, { accuracy: 2_002 })],
      }),
      valid("a fraction of a second", own({ atMs: STAMP_MS + 250 }), { stamps: [fact(OWN_HEIGHT, { at: STAMP_MS + 250 })] }),
      valid("a stamp that is earlier than its block", own({ atMs: STAMP_MS - 86_400_000 }), {
        stamps: [fact(OWN_HEIGHT, { at: STAMP_MS - 86_400_000 })],
      }),
      valid("two authorities", given({ stamps: [stamp(OWN_HEIGHT), stamp(OWN_HEIGHT + 2, {}, another)] }), {
        stamps: [fact(OWN_HEIGHT), fact(OWN_HEIGHT + 2, { by: another, pinned: null })],
      }),
      valid("at the last moment of a certificate", own({}, ended), { stamps: [fact(OWN_HEIGHT, { by: ended, pinned: null })] }),
      valid("at the first moment of a certificate", own({}, later), { stamps: [fact(OWN_HEIGHT, { by: later, pinned: null })] }),
      ...[...malformed(proof)].map(({ name, document }) => invalid(name, { ...given(), document }, "format-invalid")),
      invalid("a second version", { ...given(), document: { ...proof, version: 2 } }, "format-invalid"),
      invalid("no stamp", given({ stamps: [] }), "format-invalid"),
      invalid(
        "too many stamps",
        { ...own({}), repeat: [{ path: ["document", "stamps"], times: MOST_STAMPS + 1 }] },
        "format-invalid",
      ),
      invalid("a stamp at height 0", given({ stamps: [{ ...stamp(OWN_HEIGHT), height: 0 }] }), "format-invalid"),
      invalid("an empty token", token(""), "format-invalid"),
      invalid(
        "a token that is a number",
        { ...given(), document: { ...proof, headers: [], stamps: [{ height: OWN_HEIGHT, token: 48 }] } },
        "format-invalid",
      ),
      invalid(
        "too many headers",
        { ...given({ headers: [first] }), repeat: [{ path: ["document", "headers"], times: MAX_TIME_HEADERS + 1 }] },
        "format-invalid",
      ),
      invalid("another network", given({ network: other }), "network-mismatch"),
      invalid("a header of another network", given({ headers: [{ ...first, network: other }] }), "header-chain"),
      invalid("a header too few", given({ headers: [second] }), "header-chain"),
      invalid("a header after another block", given({ headers: [{ ...first, previous_hash: other }] }), "header-chain"),
      invalid("a header of another height", given({ headers: [{ ...first, height: OWN_HEIGHT + 2 }] }), "header-chain"),
      invalid(
        "a header in the second of the recording's own block",
        given({ headers: [{ ...first, timestamp: recording.block_time }], stamps: [stamp(OWN_HEIGHT)] }),
        "header-chain",
      ),
      invalid(
        "a header in the second of the one before",
        given({ headers: [first, { ...second, timestamp: first.timestamp }], stamps: [stamp(OWN_HEIGHT)] }),
        "header-chain",
      ),
      valid(
        "a stamp of the final block, of one on the way to it and of one above it",
        {
          ...given({ headers: [first, second], stamps: [stamp(OWN_HEIGHT), stamp(OWN_HEIGHT + 1), stamp(OWN_HEIGHT + 2)] }),
          recording: { ...recording, final: { height: OWN_HEIGHT + 1, hash: second.previous_hash } },
        },
        { stamps: [fact(OWN_HEIGHT), fact(OWN_HEIGHT + 1, { shown: true }), fact(OWN_HEIGHT + 2)] },
      ),
      valid("the final block of the bundle at the end", final(OWN_HEIGHT + 2, blockHash(second)), {
        stamps: [fact(OWN_HEIGHT + 2, { shown: true })],
      }),
      valid("a final block of the bundle behind the headers", final(OWN_HEIGHT + 3, other), { stamps: [fact(OWN_HEIGHT + 2)] }),
      invalid("headers that branch off below the final block", final(OWN_HEIGHT + 1, other), "header-chain"),
      invalid("headers that branch off at the final block", final(OWN_HEIGHT + 2, other), "header-chain"),
      invalid("a stamp of a block before", given({ stamps: [stamp(OWN_HEIGHT - 1)] }), "time-block"),
      invalid("a stamp of a block behind", given({ headers: [first] }), "time-block"),
      invalid("a token that is none", token("00"), "time-token"),
      invalid("a token that is cut off", token(whole.subarray(0, -1)), "time-token"),
      invalid("a byte behind a token", token(Uint8Array.of(...whole, 0)), "time-token"),
      invalid("signed content that is no time stamp", own({ infoType: DATA }), "time-token"),
      invalid("a token that nobody signed", own({ signers: 0 }), "time-token"),
      invalid("a token of two signers", own({ signers: 2 }), "time-token"),
      invalid("a token without a digest", own({ without: [DIGEST] }), "time-token"),
      invalid("a token without its signer's certificate", own({ certificates: [authority.root] }), "time-token"),
      invalid("an accuracy below zero", own({ accuracy: { seconds: -86_400 } }), "time-token"),
      invalid("a token of another block", given({ stamps: [{ ...stamp(OWN_HEIGHT), height: OWN_HEIGHT + 1 }] }), "time-imprint"),
      invalid("a digest of another kind", own({ imprintAlgorithm: SHA512 }), "time-imprint"),
      invalid("a signature over something else", own({ alterSignature: true }), "time-signature"),
      invalid("a time that was changed", own({ alterContent: true }), "time-signature"),
      invalid("attributes of another content", own({ contentType: DATA }), "time-signature"),
      invalid("attributes without a kind of content", own({ without: [CONTENT_TYPE] }), "time-signature"),
      invalid("a token that names another certificate", own({ named: another.signer.hash }), "time-signature"),
      invalid("a token that names no certificate", own({ without: [NAMED] }), "time-signature"),
      invalid("a signature with SHA-1", own({ algorithm: ECDSA_SHA1 }), "time-algorithm"),
      invalid("a digest with SHA-1", own({ digestAlgorithm: SHA1 }), "time-algorithm"),
      purposes("a certificate for servers", { purposes: [FOR_SERVERS] }),
      purposes("a certificate for servers as well", { purposes: [FOR_STAMPS, FOR_SERVERS] }),
      purposes("a certificate for whatever", { purposes: [] }),
      purposes("a purpose that may be overlooked", { isCritical: false }),
      purposes("a certificate that had ended", { toMs: STAMP_MS - 1_000 }),
      purposes("a certificate that had not begun", { fromMs: STAMP_MS + 1_000 }),
      ...tokenVectors(),
      ...tokenChainVectors(),
      ...tokenFormVectors(),
    ],
  );
}
