import { SessionId } from "@lucid/contract";
import { type ChunkRecord, openChunk, RECORD, readRecords, unwrapDataKey } from "@lucid/identity";
import type { LoggedIn } from "./node-client.ts";

/** A session's chunks, opened one after the other with the owner's identity: what the page does when it plays. */
export async function* openRecording(
  { client, download }: LoggedIn,
  sessionId: string,
  identity: string,
): AsyncGenerator<readonly ChunkRecord[]> {
  const session_id = SessionId.parse(sessionId);
  const { envelopes } = await client.sessions.keys({ session_id });
  const [first] = envelopes;
  if (!first) throw new Error("The session has no key envelope: it never recorded");
  const dataKey = await unwrapDataKey(Buffer.from(first.envelope, "base64"), identity);
  const { chunk_count: count } = await client.sessions.get({ session_id });
  for (let index = 0; index < count; index += 1) {
    const container = await download(`/sessions/${session_id}/chunks/${index}/download`);
    yield readRecords(openChunk(new Uint8Array(await container.arrayBuffer()), dataKey));
  }
}

/** Key presses among the events of a chunk. */
export function countKeys(records: readonly ChunkRecord[]): number {
  return records
    .filter((record) => record.type === RECORD.events)
    .flatMap((record) => new TextDecoder().decode(record.bytes).split("\n").filter(Boolean))
    .filter((line) => JSON.parse(line).type === "key").length;
}
