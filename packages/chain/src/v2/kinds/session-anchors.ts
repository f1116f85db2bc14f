import { canonicalBytes, merkle, type v2 } from "@lucid/proof";
import { appendLeaf } from "../../state/frontier.ts";
import { type HeadRow, type ListKind, ownTag } from "./list-kind.ts";

/** Sealed sessions of the sender, each once and for ever (consensus 6.4). */
export const sessionAnchors: ListKind<v2.Anchor> = {
  check(state, { sender, items }) {
    for (const anchor of items) {
      const tag = ownTag(sender, anchor.tag);
      if (state.get("anchored", tag) !== undefined) return "anchored";
      const refused = headProblem(anchor, state.get<HeadRow>("head", tag));
      if (refused !== undefined) return refused;
    }
    return undefined;
  },
  apply(state, { sender, items }) {
    for (const { tag, manifest_hash, merkle_root, chunk_count } of items) {
      state.set("anchored", ownTag(sender, tag), true);
      state.set("head", ownTag(sender, tag), undefined);
      state.anchors = appendLeaf(state.anchors, canonicalBytes({ sender, tag, manifest_hash, merkle_root, chunk_count }));
    }
  },
};

/** Whether the anchored tree continues the last head of its tag. */
function headProblem({ chunk_count, merkle_root, consistency }: v2.Anchor, head: HeadRow | undefined): string | undefined {
  if (head === undefined) return consistency === null ? undefined : "no_head";
  if (chunk_count < head.size) return "fewer_chunks";
  if (chunk_count === head.size) return merkle_root === head.root && consistency === null ? undefined : "other_root";
  const isPrefix =
    consistency !== null &&
    merkle.verifyConsistency({ from: head, to: { size: chunk_count, root: merkle_root }, path: consistency });
  return isPrefix ? undefined : "not_continued";
}
