import { hashObject, type v2 } from "@lucid/proof";
import { comparePositions } from "../../schedule/slots.ts";
import type { KnownSignatures } from "../../signing/sign-state.ts";
import type { NetworkStore } from "../store/store.types.ts";

/** The last block and vote of this key that are on the disk. */
export function knownSignatures(
  store: Pick<NetworkStore, "blocks" | "votes">,
  { network, ownKey }: { readonly network: string; readonly ownKey: string },
): KnownSignatures {
  let block: KnownSignatures["block"];
  for (const bytes of store.blocks()) {
    const { header } = JSON.parse(Buffer.from(bytes).toString()) as v2.Block;
    if (header.producer !== ownKey || (block !== undefined && comparePositions(header, block) <= 0)) continue;
    block = { slot: header.slot, position: header.position, hash: hashObject(header) };
  }
  let attestation: KnownSignatures["attestation"];
  for (const { attester, epoch, source, target } of store.votes()) {
    if (attester !== ownKey || (attestation !== undefined && target.height <= attestation.target.height)) continue;
    attestation = { network, epoch, source, target, attester };
  }
  return { block, attestation };
}
