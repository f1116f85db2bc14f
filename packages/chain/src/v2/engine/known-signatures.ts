import type { KnownSignatures } from "../../signing/sign-state.ts";
import type { Ledger } from "./ledger.ts";

/** The last block and vote of this key that are on the disk. */
export function knownSignatures(
  ledger: Pick<Ledger, "lastSignedBy">,
  { network, ownKey }: { readonly network: string; readonly ownKey: string },
): KnownSignatures {
  const { block, vote } = ledger.lastSignedBy(ownKey);
  if (vote === undefined) return { block, attestation: undefined };
  const { attester, epoch, source, target } = vote;
  return { block, attestation: { network, epoch, source, target, attester } };
}
