import { z } from "zod";
import { Hash, text } from "../formats/primitives.ts";
import { Parameters } from "./genesis.ts";

const governed = Parameters.shape;

/** The parameters that members may change, and what they may be changed to (consensus 1). A ratio is `[p, q]`, q at most 1 000. */
export const GovernedParameters = z.strictObject({
  cooldown_slots: governed.cooldown_slots,
  window_epochs: governed.window_epochs,
  d_min: governed.d_min.refine(([p, q]) => 10 * p >= q && 2 * p <= q, "1/10 to 1/2"),
  max_block_bytes: governed.max_block_bytes,
  max_items: governed.max_items,
  checkpoint_blocks: governed.checkpoint_blocks,
});
export type GovernedName = keyof z.infer<typeof GovernedParameters>;

const change = <Name extends GovernedName>(name: Name) =>
  z.strictObject({ name: z.literal(name), value: GovernedParameters.shape[name] });

/** A new value of one parameter, within its bounds. */
export const ParameterChange = z.discriminatedUnion("name", [
  change("cooldown_slots"),
  change("window_epochs"),
  change("d_min"),
  change("max_block_bytes"),
  change("max_items"),
  change("checkpoint_blocks"),
]);
export type ParameterChange = z.infer<typeof ParameterChange>;

const hasEachOnce = (changes: readonly { readonly name: string }[]): boolean =>
  new Set(changes.map(({ name }) => name)).size === changes.length;

/** What a member does in governance (consensus 11). A proposal's id is that of its transaction. */
export const GovernanceAction = z.discriminatedUnion("action", [
  z.strictObject({
    action: z.literal("propose"),
    changes: z.array(ParameterChange).min(1).max(8).refine(hasEachOnce, "a parameter twice"),
    title: text(64),
    text_hash: Hash,
  }),
  /** 0 against, 1 for, 2 abstain. */
  z.strictObject({ action: z.literal("vote"), proposal: Hash, support: z.int().min(0).max(2) }),
  z.strictObject({ action: z.literal("cancel"), proposal: Hash }),
]);
export type GovernanceAction = z.infer<typeof GovernanceAction>;
