import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { hostHere } from "@lucid/foundation";
import { createExports, type ExportDeps } from "./create-exports.ts";
import type { AuditCalls } from "./store/audit-store.ts";
import { openAuditStore } from "./store/open-audit-store.ts";

/** Saves the whole log of a node that does not run, as that node signs it, into a new file. `path` is an `audit.db` that is there. */
export async function exportStoredLog(
  { path, ...deps }: Pick<ExportDeps, "chain" | "keys" | "clock"> & { readonly path: string },
  out: string,
): Promise<void> {
  // It has its beginning: this one is for a log that has none.
  const beginning = { node: deps.keys.publicKey, created_at: new Date(deps.clock.now()).toISOString(), salt: "" };
  await using store = hostHere<AuditCalls>(openAuditStore({ path, beginning }));
  const writer = { flush: async () => undefined, waiting: () => 0 };
  const { whole } = createExports({ ...deps, audit: { store, writer } });
  await pipeline(Readable.from(await whole()), createWriteStream(out, { mode: 0o600, flush: true }));
}
