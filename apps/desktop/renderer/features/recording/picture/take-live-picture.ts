import type { SessionId } from "@lucid/contract";
import type { Api } from "../../../shared/api/api.ts";
import { takePicture } from "../../player/index.ts";
import { heldIdentity } from "../../wallet/index.ts";
import { unwrapFirst } from "../unwrap-first.ts";
import { addressOfPicture } from "./open-kept-picture.ts";

/** Chunks that are looked through for one that can be shown by itself. */
const LAST = 20;
/** It is never kept, so that it may be larger than a picture on the node. */
const MAX_BYTES = 200_000;

let before: Promise<unknown> = Promise.resolve();

/** The newest sealed frame of a session that runs, as an address for an image element; null for whom the recording is not. One at a time. */
export function takeLivePicture(api: Api, session_id: SessionId, chunks: number, signal: AbortSignal): Promise<string | null> {
  const mine = before.then(async () => await take(api, session_id, chunks, signal));
  before = mine.catch(() => undefined);
  return mine;
}

async function take(api: Api, session_id: SessionId, count: number, signal: AbortSignal): Promise<string | null> {
  signal.throwIfAborted();
  const identity = heldIdentity();
  const dataKey = identity && (await unwrapFirst(await api.client.sessions.keys({ session_id }, { signal }), identity));
  if (!dataKey) return null;
  const { chunks } = await api.client.sessions.chunks({ session_id, page: Math.ceil(count / LAST), limit: LAST }, { signal });
  const chunk = chunks.findLast(({ keyframe }) => keyframe);
  const picture = chunk && (await takePicture(api, { sessionId: session_id, chunk, dataKey }, MAX_BYTES, signal));
  return picture ? addressOfPicture(picture) : null;
}
