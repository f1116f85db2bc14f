import { execFile } from "node:child_process";
import { chmod, type FileHandle, mkdtemp, open, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
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
 * Writes the video of opened chunks as one playable MP4 file to `path`, without encoding it again; only its owner may
 * read it. Takes follow each other without the gaps between them. What is made on the way stands in a private folder
 * beside `path`, under names of its own, and is removed: whatever `path` is called, no program takes it for something else.
 * @returns the number of takes that had video.
 * @throws LucidError VIDEO_JOIN when there is no video or ffmpeg cannot join it, and what the file system throws.
 */
export async function concatenateVideo(
  deps: ConcatenateVideoDeps,
  chunks: AsyncIterable<OpenedChunk> | Iterable<OpenedChunk>,
  path: string,
  signal?: AbortSignal,
): Promise<number> {
  const target = resolve(path);
  const folder = await mkdtemp(join(dirname(target), ".lucid-video-"));
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const takes = await writeTakes(chunks, folder, signal);
  if (takes.length === 0) throw noVideo("These chunks hold no video");

  const [list, joined] = [join(folder, "takes.txt"), join(folder, "joined.mp4")];
  await writeFile(list, takes.map((take) => `file '${take}'\n`).join(""), { mode: 0o600 });
  const input = ["-f", "concat", "-safe", "0", "-i", `file:${list}`];
  const output = ["-c", "copy", "-movflags", "+faststart", `file:${joined}`];
  const options = { env: programEnvironment(), ...(signal ? { signal } : {}) };
  try {
    await run(deps.ffmpeg ?? FFMPEG, ["-nostdin", "-loglevel", "error", "-y", ...input, ...output], options);
  } catch (cause) {
    signal?.throwIfAborted();
    throw noVideo(causeOf(cause), cause);
  }
  await chmod(joined, 0o600);
  await rename(joined, target);
  return takes.length;
}

const noVideo = (detail: string, cause?: unknown): Error =>
  pipelineErrors.VIDEO_JOIN({ detail }, { cause, message: `The video could not be joined: ${detail}` });

/** What ffmpeg said last, or why it could not be started. */
function causeOf(cause: unknown): string {
  const { stderr = "", message = "ffmpeg failed" } = cause as { readonly stderr?: string; readonly message?: string };
  return (stderr.trim().split("\n").at(-1) || message).slice(0, 500);
}

/** A take is playable as it was recorded: its initialization and all its fragments, in one file of the folder. */
async function writeTakes(
  chunks: AsyncIterable<OpenedChunk> | Iterable<OpenedChunk>,
  folder: string,
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
      const name = `take-${takes.length}.mp4`;
      current = { take, file: await open(join(folder, name), "w", 0o600) };
      takes.push(name);
      await current.file.writeFile(init.bytes);
    }
    for (const { bytes } of video) await current.file.writeFile(bytes);
  }
  await current?.file.close();
  return takes;
}
