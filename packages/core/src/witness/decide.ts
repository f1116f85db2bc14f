import { merkle, type witness } from "@lucid/proof";

/** What is to be done with a request whose log is known and has signed it. The first that fails decides, as C2SP tlog-witness has it. */
export type Decision =
  | { readonly kind: "cosigned" }
  /** The old size is above that of the checkpoint. */
  | { readonly kind: "backwards" }
  /** The old size is not that of the newest checkpoint that was cosigned. */
  | { readonly kind: "stale" }
  | { readonly kind: "fork" }
  | { readonly kind: "unproven" };

/** `last` is the newest tree that was cosigned. */
export function decide({ oldSize, path, checkpoint }: witness.AddCheckpoint, last: witness.TreeHead | undefined): Decision {
  if (oldSize > checkpoint.size) return { kind: "backwards" };
  const known = last ?? { size: 0, root: merkle.EMPTY_ROOT };
  if (oldSize !== known.size) return { kind: "stale" };
  if (oldSize === checkpoint.size && known.root !== checkpoint.root) return { kind: "fork" };
  const goesOn = oldSize === 0 ? path.length === 0 : merkle.verifyConsistency({ from: known, to: checkpoint, path });
  return { kind: goesOn ? "cosigned" : "unproven" };
}
