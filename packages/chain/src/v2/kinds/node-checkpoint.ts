import type { v2 } from "@lucid/proof";
import { type HeadRow, type ListKind, ownTag } from "./list-kind.ts";

/** Heads of the sender's open sessions (consensus 6.4). */
export const nodeCheckpoint: ListKind<v2.Head> = {
  check(state, { sender, items, height, parameters }) {
    const last = state.get<number>("checkpoint", sender);
    if (last !== undefined && height < last + parameters.checkpoint_blocks) return "checkpoint_too_soon";
    for (const { tag, size } of items) {
      if (state.get("anchored", ownTag(sender, tag)) !== undefined) return "anchored";
      const head = state.get<HeadRow>("head", ownTag(sender, tag));
      if (head !== undefined && size <= head.size) return "head_not_larger";
    }
    return undefined;
  },
  apply(state, { sender, items, height }) {
    state.set("checkpoint", sender, height);
    for (const { tag, size, root } of items) state.set("head", ownTag(sender, tag), { size, root });
  },
};
