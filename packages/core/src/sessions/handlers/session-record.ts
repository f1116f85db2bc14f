import { commonErrors, paginate, sessionErrors } from "@lucid/contract";
import type { Services } from "../../calls/index.ts";
import { provenChunks, viewChunk } from "../stored/session-view.ts";
import type { SessionsServiceDeps } from "./session-service-deps.ts";

/** Each goes into every bundle. */
const MAX_ENVELOPES = 100;
/** The first line of every age file. */
const AGE_MAGIC = Buffer.from("age-encryption.org/v1\n");

const notAge = (): Error =>
  commonErrors.INVALID_REQUEST({ issues: [{ path: "envelope", message: "not a file in the age format" }] });

/** What a session recorded: its chunks, proofs and wrapped keys. */
export function createSessionRecord({ clock, repository, access, proofs, chain }: SessionsServiceDeps) {
  return {
    chunks(input, caller) {
      const record = access.visible(input.session_id, caller);
      const proven = provenChunks(record, chain);
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
      return viewChunk(chunk.entry, chunk.storedAt, provenChunks(record, chain));
    },
    async chunkProof(input, caller) {
      return { ...(await proofs.chunkProof(access.visible(input.session_id, caller).sessionId, input.chunk_id)) };
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
    manifest(input, caller) {
      const text = repository.manifest(access.visible(input.session_id, caller).sessionId);
      if (text === null) throw sessionErrors.NOT_SEALED();
      return JSON.parse(text);
    },
    consistency: (input, caller) => proofs.consistency(access.visible(input.session_id, caller).sessionId, input.from, input.to),
    keys: (input, caller) => keysOf(access.visible(input.session_id, caller).sessionId),
    addKey(input, caller) {
      const record = access.owned(input.session_id, caller);
      if (repository.envelopes(record.sessionId).length === 0)
        throw sessionErrors.SESSION_STATE({ status: record.state, allowed: ["recording"] });
      if (repository.envelopes(record.sessionId).length >= MAX_ENVELOPES)
        throw commonErrors.NOT_ALLOWED(undefined, { message: `A session has at most ${MAX_ENVELOPES} wrapped keys` });
      const envelope = Buffer.from(input.envelope, "base64");
      if (!envelope.subarray(0, AGE_MAGIC.length).equals(AGE_MAGIC)) throw notAge();
      repository.addEnvelope(record.sessionId, { envelope, recipients: input.recipients }, clock.now());
      return keysOf(record.sessionId);
    },
  } satisfies Partial<Services["sessions"]>;

  function keysOf(sessionId: string) {
    return {
      envelopes: repository.envelopes(sessionId).map((key) => ({
        envelope: Buffer.from(key.envelope).toString("base64"),
        recipients: [...key.recipients],
        added_at: new Date(key.addedAt).toISOString(),
      })),
    };
  }
}
