import type { Wallet } from "@lucid/identity";
import { saveVideo } from "@lucid/pipeline";
import { bytesSource, playableChunks, readBundle, videoSalt } from "@lucid/proof";
import { type Authorized, accountIdentity } from "./node-client.ts";
import { openDataKey, openRecording } from "./opened-recording.ts";

export interface VideoRequest {
  readonly login: Authorized;
  readonly wallet: Wallet;
  readonly session: string;
  /** What was asked for of the bundle: `from_ms`, `to_ms` and `redact` count for the video as well. */
  readonly query: URLSearchParams;
}

export interface ExportedVideo {
  readonly chunks: number;
  readonly takes: number;
  readonly pictures: number;
  /** Whether the recording commits to these pictures. */
  readonly tied: boolean;
}

/** Opens the chunks here, where the wallet is; the node only hands out what it cannot open. */
export async function exportVideo({ login, wallet, session, query }: VideoRequest, path: string): Promise<ExportedVideo> {
  const proof = new URLSearchParams({ chunks: "none" });
  const redact = query.get("redact");
  if (redact !== null) proof.set("redact", redact);
  const response = await login.download(`/sessions/${encodeURIComponent(session)}/bundle?${proof.toString()}`);
  const bundle = new Uint8Array(await response.arrayBuffer());
  const read = await readBundle(bytesSource(bundle));
  if (!read.ok) throw new Error(`The node sent a bundle that is none: ${read.failure.reason}`);
  const { descriptor, manifest } = read.value;
  const { session_id, chunks } = manifest.manifest;
  const wanted = playableChunks(manifest.manifest, {
    fromMs: numberOf(query, "from_ms"),
    toMs: numberOf(query, "to_ms"),
    redacted: descriptor.redacted,
  });
  const dataKey = await openDataKey(login, session, await accountIdentity(login.client, wallet));
  const opened = openRecording(login, session, dataKey, (index) => wanted.has(index));
  const saved = await saveVideo(opened, { salt: (index) => videoSalt(dataKey, session_id, index), bundle }, path);
  return { ...saved, tied: chunks.every(({ index, video }) => !wanted.has(index) || typeof video === "string") };
}

function numberOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  return text === null ? undefined : Number(text);
}
