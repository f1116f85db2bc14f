/** H.264 encoder that passed a trial run on this machine. */
export interface Encoder {
  readonly name: "h264_v4l2m2m" | "libx264";
  /** First line of `ffmpeg -version`: goes into the manifest beside the name. */
  readonly ffmpeg: string;
}
