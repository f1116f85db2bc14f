import { commonErrors, paginate, sessionErrors } from "@lucid/contract";
import { viewChunk } from "../stored/chunk-view.ts";
import type { SessionRecord } from "../stored/session-row.ts";
import type { HandlerDeps, Handlers } from "./handler-deps.ts";

type Deps = Pick<HandlerDeps, "repository" | "access" | "places">;

/** The chunks that a session recorded. Nobody but the recorder brings one, and none is removed by itself. */
export function createChunkHandlers(deps: Deps): Handlers<"chunks" | "chunk" | "uploadChunk" | "removeChunk"> {
  const { repository, access, places } = deps;
  const provenOf = (record: SessionRecord): number => places.of([record]).get(record.sessionId)?.proven ?? 0;

  return {
    chunks(input, caller) {
      const record = access.visible(input.session_id, caller);
      const proven = provenOf(record);
      const found = repository.chunks(record.sessionId, input.limit, (input.page - 1) * input.limit);
      return {
        chunks: found.map((chunk) => viewChunk(chunk.entry, chunk.storedAt, proven)),
        pagination: paginate(input, record.chunkCount),
      };
    },
    chunk(input, caller) {
      const record = access.visible(input.session_id, caller);
      const chunk = repository.chunk(record.sessionId, input.chunk_id);
      if (!chunk) throw sessionErrors.CHUNK_NOT_FOUND();
      return viewChunk(chunk.entry, chunk.storedAt, provenOf(record));
    },
    uploadChunk(input, caller) {
      access.owned(input.session_id, caller);
      throw sessionErrors.UPLOAD_REFUSED();
    },
    removeChunk(input, caller) {
      access.owned(input.session_id, caller);
      throw commonErrors.NOT_ALLOWED(undefined, {
        message: "A record is kept or deleted whole: use redaction when you export it",
      });
    },
  };
}
