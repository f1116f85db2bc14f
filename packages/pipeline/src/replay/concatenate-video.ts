import { execFile } from "node:child_process";
import { type FileHandle, open, rename, rm, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { pipelineErrors } from "@lucid/contract";
import { FFMPEG, programEnvironment } from "../capture/program.ts";
import { type PlainRecord, RECORD } from "../chunker/records.ts";

/** One opened chunk, in the order of the session. */
export interface OpenedChunk {
  readonly take: number;
  readonly records: readonly PlainRecord[];
}

export interface ConcatenateVideoDeps {
  readonly ffmpeg?: string;
}

const run = promisify(execFile);

/**
 * Writes the video of opened chunks as one playable MP4 file to `path`, without encoding it again. Takes follow
 * each other without the gaps between them. Temporary files stand beside `path`, private, and are removed.
 * @returns the number of takes that had video.
 * @throws LucidError VIDEO_JOIN when there is no video or ffmpeg cannot join it.
 */
export async function concatenateVideo(
  deps: ConcatenateVideoDeps,
  chunks: AsyncIterable<OpenedChunk> | Iterable<OpenedChunk>,
  path: string,
  signal?: AbortSignal,
): Promise<number> {
  const list = `${path}.takes.txt`;
  const joined = `${path}.part.mp4`;
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => rm(list, { force: true }));
  cleanup.defer(() => rm(joined, { force: true }));
  const takes = await writeTakes(chunks, path, cleanup, signal);
  if (takes.length === 0) throw pipelineErrors.VIDEO_JOIN({ detail: "These chunks hold no video" });

  await writeFile(list, takes.map((take) => `file '${take.replaceAll("'", String.raw`'\''`)}'\n`).join(""), { mode: 0o600 });
  const input = ["-f", "concat", "-safe", "0", "-i", list];
  const options = { env: programEnvironment(), ...(signal ? { signal } : {}) };
  try {
    await run(
      deps.ffmpeg ?? FFMPEG,
      ["-nostdin", "-loglevel", "error", "-y", ...input, "-c", "copy", "-movflags", "+faststart", joined],
      options,
    );
  } catch (cause) {
    signal?.throwIfAborted();
    throw pipelineErrors.VIDEO_JOIN(
      { detail: cause instanceof Error ? cause.message.slice(0, 500) : "ffmpeg failed" },
      { cause },
    );
  }
  await rename(joined, path);
  return takes.length;
}

/** A take is playable as it was recorded: its initialization and all its fragments, in one file. */
async function writeTakes(
  chunks: AsyncIterable<OpenedChunk> | Iterable<OpenedChunk>,
  path: string,
  cleanup: AsyncDisposableStack,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const takes: string[] = [];
  let current: { readonly take: number; readonly file: FileHandle } | undefined;
  for await (const { take, records } of chunks) {
    signal?.throwIfAborted();
    const init = records.find(({ type }) => type === RECORD.init);
    const video = records.filter(({ type, bytes }) => type === RECORD.video && bytes.length > 0);
    if (!init || video.length === 0) continue;
    if (current?.take !== take) {
      await current?.file.close();
      const name = `${path}.take-${takes.length}.mp4`;
      cleanup.defer(() => rm(name, { force: true }));
      current = { take, file: await open(name, "w", 0o600) };
      takes.push(name);
      await current.file.writeFile(init.bytes);
    }
    for (const { bytes } of video) await current.file.writeFile(bytes);
  }
  await current?.file.close();
  return takes;
}
