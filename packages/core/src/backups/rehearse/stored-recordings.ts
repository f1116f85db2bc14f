import { createReadStream, existsSync, statSync } from "node:fs";
import type { Readable } from "node:stream";
import type { ChunkStore } from "@lucid/pipeline";
import { recordingFile } from "../set/backup-place.ts";
import { type ChunkOfRow, chunksIn } from "../set/stored-chunks.ts";

/** The chunks of a restored node where its backup keeps them. */
export function openStoredRecordings(
  place: string,
  nodeDb: string,
): { readonly store: Pick<ChunkStore, "list" | "openRead">; readonly chunks: number; readonly absent: number } {
  const sessions = new Map<string, ChunkOfRow[]>();
  let chunks = 0;
  let absent = 0;
  for (const chunk of chunksIn(nodeDb)) {
    chunks += 1;
    const file = recordingFile(place, chunk.sha256);
    if (!existsSync(file) || statSync(file).size !== chunk.size) {
      absent += 1;
      continue;
    }
    const known = sessions.get(chunk.session_id);
    if (known) known.push(chunk);
    else sessions.set(chunk.session_id, [chunk]);
  }
  const of = (sessionId: string): readonly ChunkOfRow[] => sessions.get(sessionId) ?? [];
  return {
    chunks,
    absent,
    store: {
      list: async (sessionId) => await Promise.resolve(of(sessionId).map(({ index, size }) => ({ index, size }))),
      async openRead(sessionId, index) {
        const chunk = of(sessionId).find((one) => one.index === index);
        const body: Readable | undefined = chunk && createReadStream(recordingFile(place, chunk.sha256));
        return await Promise.resolve(chunk && body && { size: chunk.size, body });
      },
    },
  };
}
