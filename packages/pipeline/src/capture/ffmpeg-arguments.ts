import type { OverloadStep } from "./create-overload-ladder.ts";
import type { Encoder } from "./encoder.ts";

export interface CaptureShape {
  readonly width: number;
  readonly height: number;
  readonly encoder: Encoder;
  readonly overload: OverloadStep;
}

/** Key pictures come where the recorder asks for them, and nowhere else: this is farther than any two of them. */
const NEVER = 99_999;
/** A fragment of half a second is what `kill -9` of ffmpeg loses at most, and what a live player waits for. */
const FRAGMENT_US = 500_000;
/**
 * Text stays sharp, the first time that it is seen as well as later: `qcomp` 1 gives each picture the same quality, where x264 would
 * make a still screen's key pictures, nearly all of the bytes of a quiet hour, better and up to twice as large (50 dB after 37). Of
 * text that differs from its ground by 8 of 255 six tenths of the contrast are left; without adaptive quantization (`-qp 27`) four.
 */
const X264_QUALITY = { usual: 27, light: 28.5 } as const;
/**
 * Screens move by whole pixels and do not fade. Against `veryfast`: two thirds of the time, a tenth more bytes for text
 * and fewer for pictures, 1 to 3 dB less at 45 to 50 dB. Most bytes of a quiet screen are key pictures, which every chunk begins
 * with: `ipratio` 1 instead of 1.4 makes them a seventh smaller, and as legible (legible.integration.test.ts). The deblocking filter
 * blurs edges that were sharp: without it text is nearer to the screen, in fewer bytes.
 */
const SCREEN_PRESET = "-preset superfast -x264-params weightp=0:8x8dct=1:subme=0:me=dia:psy=0:no-deblock=1:ipratio=1.0:qcomp=1.0";
/** The hardware encoder of the Raspberry Pi 4 knows bit rates only; this is what x264 takes for scrolling text. */
const V4L2_BITS_PER_PIXEL = 2.2;
/** Hardware tells its parameter sets with the first frame only: its initialization has to wait for that. */
const MOVFLAGS = {
  libx264: "+empty_moov+default_base_moof+frag_keyframe+skip_trailer",
  h264_v4l2m2m: "+empty_moov+delay_moov+default_base_moof+frag_keyframe+skip_trailer",
} as const;

const PICTURE_TIMES = ["-pix_fmt", "yuv420p", "-fps_mode", "passthrough", "-enc_time_base", "1:1000"] as const;
/** What the recorder's conversion makes: without it players would take HD pictures for BT.709. */
const COLOURS = "-colorspace smpte170m -color_primaries smpte170m -color_trc smpte170m -color_range tv";

/**
 * Key pictures carry their parameter sets: browsers know those of a file's first take only, and an exported video holds
 * takes with other settings.
 */
export const PARAMETER_SETS = ["-bsf:v", "dump_extra=freq=keyframe"] as const;

/** Frames per second at a step of the overload ladder: the last one halves them. */
export const frameRateOf = (frameRate: number, overload: OverloadStep): number =>
  overload === 2 ? Math.max(1, Math.round(frameRate / 2)) : frameRate;

/**
 * Arguments of an ffmpeg that reads pictures as Matroska from stdin, and writes fragmented MP4 to stdout until stdin
 * ends. A picture keeps its time, to the millisecond; one at an odd millisecond becomes a key picture.
 *
 * ffmpeg must not look ahead to learn about its input: the stream's header says all, and the next picture may be long
 * in coming.
 */
export const captureArguments = ({ width, height, encoder, overload }: CaptureShape): string[] => [
  ...words("-nostdin -hide_banner -nostats -loglevel warning"),
  ...words("-fflags nobuffer -probesize 32 -analyzeduration 0 -fpsprobesize 0 -nofind_stream_info -f matroska -i pipe:0"),
  ...encoderArguments(encoder.name, overload, width * height),
  ...PICTURE_TIMES,
  ...PARAMETER_SETS,
  ...words(`-g ${NEVER} -force_key_frames expr:mod(round(t*1000),2)`),
  ...words(`-movflags ${MOVFLAGS[encoder.name]} -frag_duration ${FRAGMENT_US} -flush_packets 1 -f mp4 pipe:1`),
];

/** Arguments of a trial run: five frames of nothing, encoded as a display would be. */
export const trialArguments = (name: Encoder["name"]): string[] => [
  ...words("-nostdin -hide_banner -loglevel error -f lavfi -i color=size=1280x720:rate=10 -frames:v 5"),
  ...encoderArguments(name, 0, 1280 * 720),
  ...PICTURE_TIMES,
  ...words("-f null -"),
];

function encoderArguments(name: Encoder["name"], overload: OverloadStep, pixels: number): string[] {
  switch (name) {
    case "libx264": {
      const [preset, quality] = overload === 0 ? [SCREEN_PRESET, X264_QUALITY.usual] : ["-preset ultrafast", X264_QUALITY.light];
      return words(`-c:v libx264 ${preset} -tune zerolatency -threads 1 -crf ${quality} -sc_threshold 0 ${COLOURS}`);
    }
    case "h264_v4l2m2m":
      return words(`-c:v h264_v4l2m2m -b:v ${Math.round(pixels * V4L2_BITS_PER_PIXEL)}`);
  }
}

const words = (line: string): string[] => line.split(" ");
