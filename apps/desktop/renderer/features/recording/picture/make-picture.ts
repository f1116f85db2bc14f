import { type Chunk, MAX_PICTURE_BYTES, type SessionId } from "@lucid/contract";
import { sealPicture } from "@lucid/identity";
import type { Api } from "../../../shared/api/api.ts";
import { takePicture } from "../../player/index.ts";
import { heldIdentity } from "../../wallet/index.ts";
import { unwrapFirst } from "../unwrap-first.ts";
import { busiestChunk } from "./busiest-minute.ts";

const PAGE = 1_000;
/** Room for what sealing adds. */
const MAX_PLAIN_BYTES = MAX_PICTURE_BYTES - 128;

/** Takes a frame of the busiest minute, seals it under the session's data key and keeps it on the node. Nothing for whom it is not. */
export async function makePicture(api: Api, session_id: SessionId, signal: AbortSignal): Promise<void> {
  const identity = heldIdentity();
  if (identity === undefined) return;
  const dataKey = await unwrapFirst(await api.client.sessions.keys({ session_id }, { signal }), identity);
  if (!dataKey) return;
  const chunk = busiestChunk(await allChunks(api, session_id, signal));
  const picture = chunk && (await takePicture(api, { sessionId: session_id, chunk, dataKey }, MAX_PLAIN_BYTES, signal));
  if (!picture) throw new Error("The recording has no frame that this browser can show");
  const sealed = toBase64(sealPicture(picture, dataKey, session_id));
  await api.client.sessions.setPicture({ session_id, sealed }, { signal });
}

async function allChunks({ client }: Api, session_id: SessionId, signal: AbortSignal): Promise<readonly Chunk[]> {
  const found: Chunk[] = [];
  for (let page = 1; ; page += 1) {
    const { chunks, pagination } = await client.sessions.chunks({ session_id, page, limit: PAGE }, { signal });
    found.push(...chunks);
    if (page >= pagination.pages) return found;
  }
}

const toBase64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
