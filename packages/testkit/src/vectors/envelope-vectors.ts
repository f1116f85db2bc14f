import { keyCommitment } from "@lucid/proof";
import { bytesToHex } from "@noble/hashes/utils.js";
import { base64, invalid, type VectorFile, valid, vectorFile } from "./vector.ts";

/**
 * age files have fresh randomness, so these were made once, with the npm package age-encryption 0.3.1.
 * The identities belong to nobody.
 */
const FIRST = "AGE-SECRET-KEY-1JJGF83V802PA2NAUWETD02DYU6VU8W3M8C0V2TS04WR2CEAW3PRSHJZF0Z";
const SECOND = "AGE-SECRET-KEY-1KVTAW0E9WH28X0MCXU5XW0KNT2CZ4YRXC778AU6TEQV739HFYJTSAHSEZV";
const TO_FIRST =
  "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSA0T3Z0aVZ3RFJlTS9KTVhod25UUFlqL1Y2OVVaSmNieU1TcVBnUDBMUVdZClFwRS9Yalh0T2pnNjl1SFZFWHdVZm9JYUNndlNlMHMxZlpDS2dYQ3dPQVEKLS0tIGlQdjlSdWdobndEUEVLVGJEYTdjMUV0dm9PZVNZTUZaN2txbDhITkovancK8DxjhEoaod1NL+f2MWSHbJ8xRurasetnx4v22Q5HZ5cI4y6cGvaDdN+nWPVLZ1UsmEToD4cI1Py+5kW2qm3T0Q==";
const TO_BOTH =
  "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBkV3A4UEtpOXhoWHRObzhmb2lSRHc4SWhnaTFTbEd6VmhleEVaR3c2cFI0CktRR1RtOFdDTURtUTMrUHZjYmkwUEVSREd4L0tFVTJXajJhWlF6NUFVbjAKLT4gWDI1NTE5IGVKYU9EZmxmbE1ON3RLZW5Yb0lyR3VLcGRWK2Rpci9XcXAyUGo2L3JSbm8KeUtEbGZIbkk0c3htaG5aUGVGdDBTV0o1ems1NThrdmR1ei9FTGRSbW1DMAotLS0gWHI0VXZZUldGUGxIejFhZW8zbTEyOFJ4MENNcFRFaVpyYjhoRHRBTGMzYwqZCfBzjZgphVEGbHrQYPm0GtRIGuqxJ2iJNu1p8TBUSb9K1TX7B72N/G1KUD7UY5oAIeJG2GwtqJmfBGKTZpkL";
const TOO_SHORT =
  "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBOZFppenJWajhVb2JZc3lkbG9qNHcwZXBoMUpBWWp2akpPT0FKa01yTWpBCklnYjBGOU1UVXg5NXV3Nkx1bXEzaHRrVzZ4U1B3ZFF2L3V1Nm9NUHM0Q2sKLS0tIG80TlhXVEs5NFhiRzRmTGNyS3V2YTV0QjIwQmlKUFdVenBrVlBnN2hONGcKgBCWKTTNd11ChxtFIyRbSwejsbYOjFzIZpWDHVp48jCp83fi8IGotdoxVTYw6ZNmePd/B2AydzsHKPix9UUj";

const DATA_KEY = Uint8Array.from({ length: 32 }, (_, index) => (index * 7) % 256);

/** The first envelope, filled up with zeros to this length. */
const filled = (length: number) => [
  { bytes: TO_FIRST, times: 1 },
  { bytes: "AA==", times: length - Buffer.from(TO_FIRST, "base64").length },
];

export function envelopeVectors(): VectorFile {
  const opened = { data_key: bytesToHex(DATA_KEY), key_commitment: keyCommitment(DATA_KEY) };
  const damaged = Buffer.from(TO_FIRST, "base64");
  damaged[damaged.length - 1] = (damaged.at(-1) as number) ^ 1;
  return vectorFile(
    "key-envelope",
    "An age file in base64 (or pieces, each of them so many times), an identity, and the data key inside; `key_commitment`, where it is there, is the manifest's. Code not-for-you: no stanza is for this identity. Code sealed: it does not open, is no data key or not the one committed to.",
    [
      valid("one recipient", { envelope: TO_FIRST, identity: FIRST }, opened),
      valid("the first of two recipients", { envelope: TO_BOTH, identity: FIRST }, opened),
      valid("the second of two recipients", { envelope: TO_BOTH, identity: SECOND }, opened),
      invalid("somebody else", { envelope: TO_FIRST, identity: SECOND }, "not-for-you"),
      invalid("a flipped bit", { envelope: base64(damaged), identity: FIRST }, "sealed"),
      invalid("31 bytes inside", { envelope: TOO_SHORT, identity: FIRST }, "sealed"),
      valid(
        "the key that the manifest commits to",
        { envelope: TO_FIRST, identity: FIRST, key_commitment: opened.key_commitment },
        opened,
      ),
      invalid(
        "another key than the manifest commits to",
        { envelope: TO_FIRST, identity: FIRST, key_commitment: "11".repeat(32) },
        "sealed",
      ),
      invalid("65 536 bytes for somebody else", { envelope: filled(65_536), identity: SECOND }, "not-for-you"),
      invalid("65 537 bytes for somebody else", { envelope: filled(65_537), identity: SECOND }, "sealed"),
      invalid("an identity that is none", { envelope: TO_FIRST, identity: FIRST.slice(0, -1) }, "sealed"),
      invalid("no age file", { envelope: base64(Buffer.from("-----BEGIN AGE")), identity: FIRST }, "sealed"),
    ],
  );
}
