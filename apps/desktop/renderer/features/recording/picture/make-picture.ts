import { type Chunk, MAX_PICTURE_BYTES, type Session, type SessionId } from "@lucid/contract";
import { sealPicture } from "@lucid/identity";
import type { Api } from "../../../shared/api/api.ts";
import { isLoggedOut, isPassing } from "../../../shared/api/failure.ts";
import { takePicture } from "../../player/index.ts";
import { heldIdentity } from "../../wallet/index.ts";
import { unwrapFirst } from "../unwrap-first.ts";
import { busiestChunk } from "./busiest-minute.ts";
import { createPictureMaker, type PictureMaker } from "./picture-maker.ts";

const PAGE = 1_000;
/** Room for what sealing adds. */
const MAX_PLAIN_BYTES = MAX_PICTURE_BYTES - 128;
/** A page that is busy for as long is not waited for any more. */
const BUSY_MS = 2_000;

const makers = new WeakMap<Api, PictureMaker>();

/** The one maker of pictures for this node. */
export function pictureMaker(api: Api): PictureMaker {
  const known = makers.get(api);
  if (known) return known;
  const maker = createPictureMaker({
    make: (id, signal) => makePicture(api, id, signal),
    isPassing: (error) => isPassing(error) || isLoggedOut(error),
    idle,
  });
  makers.set(api, maker);
  return maker;
}

/** Whether this page may come to have a picture of it: it was recorded and has none. */
export const lacksPicture = ({ picture_at, chunk_count, ended_at, state }: Session): boolean =>
  picture_at === null && chunk_count > 0 && ended_at !== null && state !== "deleted";

/** Takes a frame of the busiest minute, seals it under the session's data key and keeps it on the node. Nothing for whom it is not. */
async function makePicture(api: Api, session_id: SessionId, signal: AbortSignal): Promise<void> {
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

/** Resolves when somebody looks at the page and it is not busy. */
async function idle(): Promise<void> {
  if (document.visibilityState === "hidden")
    await new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));
  await new Promise<unknown>((resolve) => {
    if (typeof requestIdleCallback === "function") requestIdleCallback(resolve, { timeout: BUSY_MS });
    else setTimeout(resolve, 200);
  });
}
