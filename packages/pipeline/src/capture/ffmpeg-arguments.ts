import type { Encoder } from "./encoder.ts";

export interface CaptureShape {
  readonly displayNumber: number;
  readonly width: number;
  readonly height: number;
  readonly frameRate: number;
  readonly encoder: Encoder;
  /** Step of the overload ladder. */
  readonly overload: 0 | 1 | 2;
}

/** Hardware tells its parameter sets with the first frame only: its initialization has to wait for that. */
const MOVFLAGS = {
  libx264: "+empty_moov+default_base_moof+frag_keyframe+skip_trailer",
  h264_v4l2m2m: "+empty_moov+delay_moov+default_base_moof+frag_keyframe+skip_trailer",
} as const;
/** Forced keyframes: half of a chunk's 10 s, so that a cut on time is a cut on a keyframe. */
export const KEYFRAME_SECONDS = 5;
/** A fragment of half a second is what `kill -9` of ffmpeg loses at most, and what a live player waits for. */
const FRAGMENT_US = 500_000;
/** Text stays sharp at 28; 24 costs twice the bytes. */
const X264_QUALITY = 28;
/** The hardware encoder of the Raspberry Pi 4 knows bit rates only; this is what x264 takes for scrolling text. */
const V4L2_BITS_PER_PIXEL = 2.2;

/** Frames per second at a step of the overload ladder: the last one halves them. */
export const frameRateOf = (frameRate: number, overload: 0 | 1 | 2): number =>
  overload === 2 ? Math.max(1, Math.round(frameRate / 2)) : frameRate;

/** Arguments of an ffmpeg that writes the display to stdout as fragmented MP4 until it gets SIGINT. */
export function captureArguments(shape: CaptureShape): string[] {
  const { width, height, encoder, overload } = shape;
  const frameRate = frameRateOf(shape.frameRate, overload);
  return [
    ...["-nostdin", "-hide_banner", "-nostats", "-loglevel", "info"],
    ...[
      "-f",
      "x11grab",
      "-framerate",
      String(frameRate),
      "-video_size",
      `${width}x${height}`,
      "-draw_mouse",
      "1",
      "-i",
      `:${shape.displayNumber}`,
    ],
    ...encoderArguments(encoder.name, overload, width * height),
    ...[
      "-pix_fmt",
      "yuv420p",
      "-g",
      String(frameRate * KEYFRAME_SECONDS),
      "-force_key_frames",
      `expr:gte(t,n_forced*${KEYFRAME_SECONDS})`,
    ],
    ...["-movflags", MOVFLAGS[encoder.name], "-frag_duration", String(FRAGMENT_US)],
    ...["-flush_packets", "1", "-f", "mp4", "pipe:1"],
  ];
}

/** Arguments of a trial run: five frames of nothing. */
export const trialArguments = (name: Encoder["name"]): string[] => [
  ...["-nostdin", "-hide_banner", "-loglevel", "error", "-f", "lavfi", "-i", "color=size=1280x720:rate=10", "-frames:v", "5"],
  ...encoderArguments(name, 0, 1280 * 720),
  ...["-pix_fmt", "yuv420p", "-f", "null", "-"],
];

function encoderArguments(name: Encoder["name"], overload: 0 | 1 | 2, pixels: number): string[] {
  switch (name) {
    case "libx264":
      return [
        "-c:v",
        name,
        "-sc_threshold",
        "0",
        "-preset",
        overload === 0 ? "veryfast" : "ultrafast",
        "-tune",
        "zerolatency",
        "-threads",
        "1",
        "-crf",
        String(X264_QUALITY),
      ];
    case "h264_v4l2m2m":
      return ["-c:v", name, "-b:v", String(Math.round(pixels * V4L2_BITS_PER_PIXEL))];
  }
}
