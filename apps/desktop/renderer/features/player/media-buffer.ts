import type { OpenedChunk } from "./opener.protocol.ts";
import type { Span } from "./recording.ts";

/** `decodeTime` is that of the chunk's first fragment. */
export type ChunkVideo = Pick<OpenedChunk, "init" | "codec" | "video" | "decodeTime">;

export interface MediaBuffer extends Disposable {
  /**
   * Puts a chunk's video, or a part that goes on where the one before it ended, at its place on the recording's time line.
   * @throws QuotaExceededError when the browser's memory for video is full, NotSupportedError when it does not play it.
   */
  append(span: Span, chunk: ChunkVideo): Promise<void>;
  /** Forgets the video before `start` and from `end` on. */
  keepOnly(start: number, end: number): Promise<void>;
  /** Length of the time line in seconds; never shrinks. */
  setLength(seconds: number): Promise<void>;
  /** Whether there is video at `time`. */
  has(time: number): boolean;
  /** Where the video that is there at `time` ends. */
  endAfter(time: number): number | undefined;
  /** Start of the first video after `time`. */
  startAfter(time: number): number | undefined;
}

/** How far a chunk's video may reach over its announced times: rounding in front, the last frame's length behind. */
const SLACK_S = { before: 0.1, behind: 0.5 } as const;

const once = (target: EventTarget, name: string): Promise<void> =>
  new Promise((resolve) => target.addEventListener(name, () => resolve(), { once: true }));

/** A video element fed through MediaSource. Calls are made one after the other. */
export function createMediaBuffer(video: HTMLVideoElement): MediaBuffer {
  const source = new MediaSource();
  const address = URL.createObjectURL(source);
  const opened = once(source, "sourceopen");
  /** Where each take's own clock starts on the time line. */
  const takeOffsets = new Map<number, number>();
  let buffer: SourceBuffer | undefined;
  let codec: string | undefined;
  let initOf: number | undefined;
  video.src = address;

  async function run(change: (buffer: SourceBuffer) => void): Promise<void> {
    if (!buffer || source.readyState === "closed") return;
    const done = once(buffer, "updateend");
    change(buffer);
    await done;
  }

  async function prepare(wanted: string): Promise<SourceBuffer> {
    await opened;
    const type = `video/mp4; codecs="${wanted}"`;
    buffer ??= source.addSourceBuffer(type);
    if (codec !== undefined && codec !== wanted) buffer.changeType(type);
    codec = wanted;
    return buffer;
  }

  const media: MediaBuffer = {
    async append(span, chunk) {
      const into = await prepare(chunk.codec);
      const offset = takeOffsets.get(span.take) ?? span.start - chunk.decodeTime;
      takeOffsets.set(span.take, offset);
      into.timestampOffset = offset;
      // A chunk shows its own time only, whatever its timestamps say.
      into.appendWindowEnd = Number.POSITIVE_INFINITY;
      into.appendWindowStart = Math.max(0, span.start - SLACK_S.before);
      into.appendWindowEnd = span.end + SLACK_S.behind;
      // A repeated initialization would make the decoder wait for the next keyframe.
      if (initOf !== span.take) await run((target) => target.appendBuffer(chunk.init));
      initOf = span.take;
      await run((target) => target.appendBuffer(chunk.video));
    },
    async keepOnly(start, end) {
      const ranges = video.buffered;
      if (ranges.length === 0) return;
      if (ranges.start(0) < start) await run((target) => target.remove(0, start));
      const last = video.buffered.length - 1;
      if (last >= 0 && video.buffered.end(last) > end) await run((target) => target.remove(end, Number.POSITIVE_INFINITY));
    },
    async setLength(seconds) {
      await opened;
      if (source.readyState === "open" && !buffer?.updating && !(source.duration >= seconds)) source.duration = seconds;
    },
    has: (time) => media.endAfter(time) !== undefined,
    endAfter(time) {
      const ranges = video.buffered;
      for (let at = 0; at < ranges.length; at += 1) if (ranges.start(at) <= time && time < ranges.end(at)) return ranges.end(at);
      return undefined;
    },
    startAfter(time) {
      const ranges = video.buffered;
      for (let at = 0; at < ranges.length; at += 1) if (ranges.start(at) > time) return ranges.start(at);
      return undefined;
    },
    [Symbol.dispose]() {
      video.removeAttribute("src");
      video.load();
      URL.revokeObjectURL(address);
    },
  };
  return media;
}
