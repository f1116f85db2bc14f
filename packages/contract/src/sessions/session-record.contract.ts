import { z } from "zod";
import { commonErrors } from "../shared/common.errors.ts";
import { AgeRecipient, HashHex, Message, Pagination, Paging } from "../shared/shared.schema.ts";
import { changeOne, changeRecipients, one, runOne, viewOne } from "./session-procedures.ts";
import { sessionErrors } from "./sessions.errors.ts";
import { Chunk, DeletionReceipt, KeyEnvelopes, SealedPicture, Session } from "./sessions.schema.ts";

const tags = ["sessions"];
const { CHUNK_NOT_FOUND, FOREIGN_ANCHOR, NO_PICTURE, NOT_A_RECIPIENT, NOT_FINAL, NOT_SEALED, SESSION_STATE, UPLOAD_REFUSED } =
  sessionErrors.spec;

/** What a session recorded: its chunks, its proofs, and who can open it. */
export const sessionRecordContract = {
  receipt: viewOne(commonErrors.spec.NOT_FOUND)
    .route({
      method: "GET",
      path: "/sessions/{session_id}/receipt",
      tags,
      summary: "The receipt of a deleted recording",
    })
    .input(one)
    .output(DeletionReceipt),
  chunks: viewOne()
    .route({
      method: "GET",
      path: "/sessions/{session_id}/chunks",
      tags,
      summary: "Chunks of a session by index",
    })
    .input(
      one.extend(
        Paging.extend({
          limit: z.coerce.number().int().min(1).max(1_000).default(100),
        }).shape,
      ),
    )
    .output(z.object({ chunks: z.array(Chunk), pagination: Pagination })),
  chunk: viewOne(CHUNK_NOT_FOUND)
    .route({
      method: "GET",
      path: "/sessions/{session_id}/chunks/{chunk_id}",
      tags,
      summary: "One chunk",
    })
    .input(one.extend({ chunk_id: z.coerce.number().int().min(0) }))
    .output(Chunk),
  chunkProof: viewOne(CHUNK_NOT_FOUND, NOT_FINAL, FOREIGN_ANCHOR)
    .route({
      method: "GET",
      path: "/sessions/{session_id}/chunks/{chunk_id}/proof",
      tags,
      summary: "The chunk's proof to a final block",
    })
    .input(one.extend({ chunk_id: z.coerce.number().int().min(0) }))
    .output(z.record(z.string(), z.unknown())),
  uploadChunk: runOne(UPLOAD_REFUSED)
    .route({
      method: "POST",
      path: "/sessions/{session_id}/chunks",
      tags,
      summary: "Always refused: chunks come from the recorder",
    })
    .input(one)
    .output(Message),
  removeChunk: runOne()
    .route({
      method: "DELETE",
      path: "/sessions/{session_id}/chunks/{chunk_id}",
      tags,
      summary: "Always refused: a record is kept or deleted whole",
    })
    .input(one.extend({ chunk_id: z.coerce.number().int().min(0) }))
    .output(Message),
  manifest: viewOne(NOT_SEALED)
    .route({
      method: "GET",
      path: "/sessions/{session_id}/manifest",
      tags,
      summary: "The signed manifest",
    })
    .input(one)
    .output(z.record(z.string(), z.unknown())),
  consistency: viewOne(CHUNK_NOT_FOUND)
    .route({
      method: "GET",
      path: "/sessions/{session_id}/consistency",
      tags,
      summary: "RFC 9162 consistency proof between two tree sizes",
    })
    .input(
      one.extend({
        from: z.coerce.number().int().min(1),
        to: z.coerce.number().int().min(1),
      }),
    )
    .output(
      z.object({
        from: z.int(),
        to: z.int(),
        from_root: HashHex,
        to_root: HashHex,
        path: z.array(HashHex),
      }),
    ),
  keys: viewOne()
    .route({
      method: "GET",
      path: "/sessions/{session_id}/keys",
      tags,
      summary: "The data key, wrapped for its recipients",
    })
    .input(one)
    .output(KeyEnvelopes),
  addKey: changeRecipients(SESSION_STATE)
    .route({
      method: "POST",
      path: "/sessions/{session_id}/keys",
      tags,
      summary: "Add an envelope for further recipients",
    })
    .input(
      one.extend({
        envelope: z.base64().max(16_384),
        recipients: z.array(AgeRecipient).min(1).max(20),
      }),
    )
    .output(KeyEnvelopes),
  picture: viewOne(NO_PICTURE, NOT_A_RECIPIENT)
    .route({
      method: "GET",
      path: "/sessions/{session_id}/picture",
      tags,
      summary: "A sealed picture of the recording, for those who can open it",
    })
    .input(one)
    .output(SealedPicture),
  setPicture: changeOne(SESSION_STATE, NOT_A_RECIPIENT)
    .route({
      method: "PUT",
      path: "/sessions/{session_id}/picture",
      tags,
      summary: "Keep a sealed picture of an ended recording, in place of the one before",
    })
    .input(one.extend(SealedPicture.shape))
    .output(Session),
};
