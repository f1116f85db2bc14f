import { OPEN_STATES } from "@lucid/contract";
import type { SessionRecord } from "../stored/session-row.ts";
import type { SessionTrees } from "./session-trees.ts";

/** The head of a running session's tree, by what names the session on a chain of version 2. */
export interface GrowingRecording {
  readonly sessionId: string;
  readonly salt: string;
  readonly size: number;
  readonly root: string;
}

const open: ReadonlySet<string> = new Set(OPEN_STATES);

/** Undefined for a session that does not run, has no chunk yet, or is another node's. */
export async function growingRecording(
  { sessionId, salt, state, grantTerms, chunkCount: size }: SessionRecord,
  { node, trees }: { readonly node: string; readonly trees: SessionTrees },
): Promise<GrowingRecording | undefined> {
  if (!open.has(state) || salt === null || size === 0 || grantTerms.node !== node) return undefined;
  const tree = await trees.of(sessionId, size);
  return { sessionId, salt, size, root: tree.rootAt(size) };
}
