import { blockHash, type Header, type TimeProof } from "@lucid/proof";
import { bytesToHex } from "@noble/hashes/utils.js";
import { STAMP_MS, type StampChange, type TestAuthority, testAuthority } from "../time/test-authority.ts";
import type { IssuedCertificate } from "../time/test-certificate.ts";
import type { Vector } from "./vector.ts";

export const [network, other] = ["ab".repeat(32), "cd".repeat(32)];
export const OWN_HEIGHT = 5;

export const recording = {
  ...{ network, height: OWN_HEIGHT, block_hash: "5".repeat(64), block_time: STAMP_MS / 1_000 - 600 },
};

function headerAfter(previous_hash: string, height: number): Header {
  return {
    ...{ version: 1, network, height, slot: height, position: 0, rank: 0, epoch: 0, producer: other },
    ...{ timestamp: recording.block_time + height - OWN_HEIGHT, previous_hash },
    ...{ tx_root: other, attestation_root: other, state_root: other, tx_count: 0 },
  };
}
export const first = headerAfter(recording.block_hash, OWN_HEIGHT + 1);
export const second = headerAfter(blockHash(first), OWN_HEIGHT + 2);
const headers = [first, second];
const hashes = [recording.block_hash, blockHash(first), blockHash(second)];

export const authority = testAuthority("Vector authority");
export const stamp = (height: number, change: StampChange = {}, by = authority): TimeProof["stamps"][number] => ({
  height,
  token: bytesToHex(by.stamp(hashes[height - OWN_HEIGHT] ?? other, change)),
});
export const proof: TimeProof = {
  ...{ format: "lucid-time-proof", version: 1, network, headers },
  stamps: [stamp(OWN_HEIGHT + 2)],
};
export const given = (change: Partial<TimeProof> = {}, authorities = [authority.root.bytes]): Vector["input"] => ({
  ...{ document: { ...proof, ...change }, recording, authorities: authorities.map(bytesToHex) },
});
export const own = (change: StampChange, by = authority): Vector["input"] =>
  given({ headers: [], stamps: [stamp(OWN_HEIGHT, change, by)] });

interface StampSaid {
  readonly at?: number;
  readonly accuracy?: number;
  readonly by?: TestAuthority;
  readonly issuers?: readonly IssuedCertificate[];
  readonly pinned?: IssuedCertificate | null;
  readonly shown?: boolean;
}

export const fact = (
  height: number,
  {
    at = STAMP_MS,
    accuracy = 0,
    by = authority,
    issuers = [by.root],
    pinned = by.root,
    shown = height === OWN_HEIGHT,
  }: StampSaid = {},
) => ({
  ...{ height, shown, at_ms: at, accuracy_ms: accuracy, signer: by.signer.sha256, issuers: issuers.map(({ sha256 }) => sha256) },
  pinned: pinned === null ? null : pinned.sha256,
});
