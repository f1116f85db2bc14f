import type { OpenDatabase } from "@lucid/foundation";
import type { BundleFile } from "../../calls/index.ts";
import { createSessionRepository } from "../stored/session-repository.ts";
import { sessionTables } from "../stored/session-tables.ts";
import { type BundleDeps, bundleOf } from "./session-bundles.ts";
import { createSessionProofs } from "./session-proofs.ts";
import { createSessionTrees } from "./session-trees.ts";

export interface StoredBundlesDeps extends Pick<BundleDeps, "clock" | "networks" | "store"> {
  /** A `node.db`. */
  readonly db: OpenDatabase;
}

export interface StoredBundles {
  /** Sealed sessions whose anchor is final and whose recording was not deleted, newest first. */
  provable(): readonly { readonly session_id: string; readonly size_bytes: number }[];
  /** @throws as an export of the session does. */
  open(sessionId: string, signal: AbortSignal): Promise<BundleFile>;
}

/** Bundles from the rows, files and chains of a node that does not run. */
export function createStoredBundles({ db, ...deps }: StoredBundlesDeps): StoredBundles {
  db.attach(sessionTables);
  const repository = createSessionRepository(db);
  const trees = createSessionTrees(repository);
  const proofs = createSessionProofs({ ...deps, repository, trees });
  const provable = db.read.prepare<[], { session_id: string; size_bytes: number }>(`
    SELECT session_id, size_bytes FROM sessions WHERE completed_at IS NOT NULL AND manifest_hash IS NOT NULL AND state <> 'deleted'
    ORDER BY created_at DESC, session_id`);
  return {
    provable: () => provable.all(),
    async open(sessionId, signal) {
      const record = repository.get(sessionId);
      if (!record) throw new Error(`There is no session ${sessionId}`);
      return await bundleOf({ ...deps, repository, proofs }, record, { chunks: "all", redact: [] }, signal);
    },
  };
}
