import { bytesToHex, concatBytes, hexToBytes } from "@noble/hashes/utils.js";
import { verifySignature } from "../encoding/signature.ts";
import { utf8 } from "../encoding/utf8.ts";
import { failed, type Outcome, passed } from "../outcome.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { keyIdOf, type NoteKey, type NoteSignature, signaturesBy } from "./signed-note.ts";

const TIME_BYTES = 8;

/** What a witness signs: that at this time it knew of no larger tree of this log, and that this one goes on from all before. */
export const cosignedBytes = (text: string, seconds: number): Uint8Array => utf8(`cosignature/v1\ntime ${seconds}\n${text}`);

/** A cosignature as a line of a note. `signature` is over `cosignedBytes`. */
export function timedSignature(key: NoteKey, seconds: number, signature: Uint8Array): NoteSignature {
  const time = hexToBytes(seconds.toString(16).padStart(2 * TIME_BYTES, "0"));
  return { name: key.name, keyId: keyIdOf(key), signature: concatBytes(time, signature) };
}

/** When a witness of this key saw it, Unix seconds: the earliest, undefined where there is no cosignature of it. One that does not hold is refused. */
export function readCosignature(checkpoint: Checkpoint, key: NoteKey): Outcome<number | undefined> {
  const times: number[] = [];
  for (const signed of signaturesBy(checkpoint, key)) {
    const seconds = Number(BigInt(`0x0${bytesToHex(signed.subarray(0, TIME_BYTES))}`));
    const signature = signed.subarray(TIME_BYTES);
    if (!Number.isSafeInteger(seconds)) return failed("witness-signature", { detail: `${key.name}: time` });
    if (!verifySignature(cosignedBytes(checkpoint.text, seconds), signature, hexToBytes(key.publicKey)))
      return failed("witness-signature", { detail: key.name });
    times.push(seconds);
  }
  return passed(times.length === 0 ? undefined : Math.min(...times));
}
