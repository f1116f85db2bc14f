import { blockHash, type TimeProof } from "@lucid/proof";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { TestSession } from "../proof/test-session.ts";
import type { StampChange, TestAuthority } from "./test-authority.ts";

/** One stamp of the last block that the evidence of a session's anchor holds, or of one so far above it. */
export function timeProofOf(session: TestSession, authority: TestAuthority, change: StampChange = {}, above = 0): TimeProof {
  const [own, ...after] = session.anchor.headers.map(({ header }) => header);
  let last = after.at(-1) ?? own;
  if (last === undefined) throw new Error("The anchor has no block");
  for (let made = 0; made < above; made += 1) {
    last = { ...last, height: last.height + 1, timestamp: last.timestamp + 1, previous_hash: blockHash(last) };
    after.push(last);
  }
  return {
    ...{ format: "lucid-time-proof", version: 1, network: session.network.hash, headers: after },
    stamps: [{ height: last.height, token: bytesToHex(authority.stamp(blockHash(last), change)) }],
  };
}
