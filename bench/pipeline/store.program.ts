import { randomBytes } from "node:crypto";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createChunkPipeline } from "./create-chunk-pipeline.ts";

/**
 * Stores the recordings of a folder as Lucid does it: seal in workers, write durably, build the tree.
 * Run as a program of its own, so that its start counts as that of the others does.
 */
const [source = "", target = ""] = process.argv.slice(2);
await using pipeline = await createChunkPipeline(join(target, "chunks"), randomBytes(32));
const names = (await readdir(source)).toSorted();
for (const name of names) await pipeline.addFile(join(source, name));
await writeFile(join(target, "session.json"), JSON.stringify(await pipeline.finish()), { mode: 0o600 });
