import type { OverloadStep } from "./create-overload-ladder.ts";
import type { Encoder } from "./encoder.ts";

export interface CaptureShape {
  readonly displayNumber: number;
  readonly width: number;
  readonly height: number;
  readonly frameRate: number;
  readonly encoder: Encoder;
  readonly overload: OverloadStep;
}

/** Forced keyframes: half of a chunk's 10 s, so that a cut on time is a cut on a keyframe. */
export const KEYFRAME_SECONDS = 5;
/** A fragment of half a second is what `kill -9` of ffmpeg loses at most, and what a live player waits for. */
const FRAGMENT_US = 500_000;
/** Text stays sharp at 28; 24 costs twice the bytes. */
const X264_QUALITY = 28;
/** The hardware encoder of the Raspberry Pi 4 knows bit rates only; this is what x264 takes for scrolling text. */
const V4L2_BITS_PER_PIXEL = 2.2;
/** Hardware tells its parameter sets with the first frame only: its initialization has to wait for that. */
const MOVFLAGS = {
  libx264: "+empty_moov+default_base_moof+frag_keyframe+skip_trailer",
  h264_v4l2m2m: "+empty_moov+delay_moov+default_base_moof+frag_keyframe+skip_trailer",
} as const;

/** Frames per second at a step of the overload ladder: the last one halves them. */
export const frameRateOf = (frameRate: number, overload: OverloadStep): number =>
  overload === 2 ? Math.max(1, Math.round(frameRate / 2)) : frameRate;

/**
 * Arguments of an ffmpeg that writes the display to stdout as fragmented MP4 until it gets SIGINT.
 *
 * ffmpeg must neither guess the frame rate from the first frames (a busy machine made it 40 instead of 10) nor fill
 * holes with copies, which would hide lost frames: a frame stands at the tick of its time or not at all.
 */
export function captureArguments(shape: CaptureShape): string[] {
  const { width, height, encoder, overload } = shape;
  const frameRate = frameRateOf(shape.frameRate, overload);
  return [
    ...words("-nostdin -hide_banner -nostats -loglevel info"),
    ...words("-f x11grab -probesize 32 -analyzeduration 0 -fpsprobesize 0"),
    ...words(`-framerate ${frameRate} -video_size ${width}x${height} -draw_mouse 1 -i :${shape.displayNumber}`),
    ...encoderArguments(encoder.name, overload, width * height),
    ...ticks(frameRate),
    ...words(`-g ${frameRate * KEYFRAME_SECONDS} -force_key_frames expr:gte(t,n_forced*${KEYFRAME_SECONDS})`),
    ...words(`-movflags ${MOVFLAGS[encoder.name]} -frag_duration ${FRAGMENT_US} -flush_packets 1 -f mp4 pipe:1`),
  ];
}

/** Arguments of a trial run: five frames of nothing, encoded as a display would be. */
export const trialArguments = (name: Encoder["name"]): string[] => [
  ...words("-nostdin -hide_banner -loglevel error -f lavfi -i color=size=1280x720:rate=10 -frames:v 5"),
  ...encoderArguments(name, 0, 1280 * 720),
  ...ticks(10),
  ...words("-f null -"),
];

const ticks = (frameRate: number): string[] => words(`-pix_fmt yuv420p -fps_mode vfr -enc_time_base 1:${frameRate}`);

function encoderArguments(name: Encoder["name"], overload: OverloadStep, pixels: number): string[] {
  switch (name) {
    case "libx264": {
      const preset = overload === 0 ? "veryfast" : "ultrafast";
      return words(`-c:v libx264 -preset ${preset} -tune zerolatency -threads 1 -crf ${X264_QUALITY} -sc_threshold 0`);
    }
    case "h264_v4l2m2m":
      return words(`-c:v h264_v4l2m2m -b:v ${Math.round(pixels * V4L2_BITS_PER_PIXEL)}`);
  }
}

const words = (line: string): string[] => line.split(" ");
