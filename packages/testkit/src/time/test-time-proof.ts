import { blockHash, type TimeProof } from "@lucid/proof";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { TestSession } from "../proof/test-session.ts";
import type { StampChange, TestAuthority } from "./test-authority.ts";

/** One stamp of the last block that the evidence of a session's anchor holds. */
export function timeProofOf(session: TestSession, authority: TestAuthority, change: StampChange = {}): TimeProof {
  const [own, ...after] = session.anchor.headers.map(({ header }) => header);
  const last = after.at(-1) ?? own;
  if (last === undefined) throw new Error("The anchor has no block");
  return {
    ...{ format: "lucid-time-proof", version: 1, network: session.network.hash, headers: after },
    stamps: [{ height: last.height, token: bytesToHex(authority.stamp(blockHash(last), change)) }],
  };
}
