import { SessionId } from "@lucid/contract";
import { type ChunkRecord, IdentityError, openChunk, RECORD, readRecords, unwrapDataKey } from "@lucid/identity";
import type { Authorized } from "./node-client.ts";

export interface OpenedChunk {
  readonly index: number;
  readonly take: number;
  readonly records: readonly ChunkRecord[];
}

/** Chunks asked for at once. */
const PAGE = 500;

/** A session's chunks, or those that are wanted, opened one after the other: what the page does when it plays. */
export async function* openRecording(
  login: Authorized,
  sessionId: string,
  dataKey: Uint8Array,
  isWanted: (index: number) => boolean = () => true,
): AsyncGenerator<OpenedChunk, void, void> {
  const session_id = SessionId.parse(sessionId);
  for (let page = 1; ; page += 1) {
    const { chunks, pagination } = await login.client.sessions.chunks({ session_id, page, limit: PAGE });
    for (const { index, take } of chunks) {
      if (!isWanted(index)) continue;
      const container = await login.download(`/sessions/${session_id}/chunks/${index}/download`);
      yield { index, take, records: readRecords(openChunk(new Uint8Array(await container.arrayBuffer()), dataKey)) };
    }
    if (page >= pagination.pages) return;
  }
}

/** The session's data key. Tries the envelopes from the newest on: a recipient may have been added later. */
export async function openDataKey({ client }: Authorized, sessionId: string, identity: string): Promise<Uint8Array> {
  const session_id = SessionId.parse(sessionId);
  const { envelopes } = await client.sessions.keys({ session_id });
  let refused: unknown;
  for (const { envelope } of envelopes.toReversed()) {
    try {
      return await unwrapDataKey(Buffer.from(envelope, "base64"), identity);
    } catch (error) {
      if (!(error instanceof IdentityError)) throw error;
      refused = error;
    }
  }
  throw new Error("This account is not among the session's recipients: it cannot open the recording", { cause: refused });
}

/** Key presses among the events of a chunk. */
export function countKeys(records: readonly ChunkRecord[]): number {
  return records
    .filter((record) => record.type === RECORD.events)
    .flatMap((record) => new TextDecoder().decode(record.bytes).split("\n").filter(Boolean))
    .filter((line) => JSON.parse(line).type === "key").length;
}
