import type { Decoder } from "../decoder.ts";
import { answerDecoders } from "./answers.ts";
import { fileDecoders } from "./files.ts";
import { formatDecoders } from "./formats.ts";
import { peerDecoders } from "./peers.ts";
import { screenDecoders } from "./screens.ts";

/** Everything in the program that reads bytes or text of strangers. */
export const decoders: readonly Decoder[] = [
  ...peerDecoders,
  ...formatDecoders,
  ...fileDecoders,
  ...screenDecoders,
  ...answerDecoders,
];
