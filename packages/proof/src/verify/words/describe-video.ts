import type { PictureState, VideoFacts, VideoPart } from "../../video-file/check-pictures.ts";
import { chunksInWords, rangesInWords, spanInWords } from "./words.ts";

/** Parts, cuts and gaps that are named one by one. */
const MAX_LISTED = 10;

const said: Record<PictureState, string> = {
  proven: "the recorded pictures, unaltered",
  altered: "NOT the recorded pictures",
  uncommitted: "pictures that the recording does not commit to: nothing ties them to it",
  headless: "pictures that build on others which are not here",
  parameters: "the recorded pictures, with parameter sets of their own among them: what is shown depends on the player",
};

/** Which part of a video is which part of the recording, and where the video leaves time out. */
export const describeVideo = ({ parts, cuts, gaps, chunkCount }: VideoFacts): string[] => [
  ...listed(parts, (part) => `${where(part)} of this video is ${chunks(part)} of ${chunkCount}: ${said[part.state]}.`),
  ...listed(cuts, (cut) => `At ${clock(cut.atMs)} the video leaves ${left(cut.chunks)} out.`),
  ...listed(
    gaps,
    ({ atMs, beforeChunk, missingMs }) =>
      `At ${clock(atMs)} the recording was interrupted for ${spanInWords(missingMs)}, before chunk ${beforeChunk + 1}. The video goes on at once.`,
  ),
];

function listed<T>(all: readonly T[], describe: (one: T) => string): string[] {
  const shown = all.slice(0, MAX_LISTED).map(describe);
  return all.length > shown.length ? [...shown, `And ${all.length - shown.length} more of these.`] : shown;
}

const where = ({ fromMs, toMs }: VideoPart): string => `${clock(fromMs)} to ${clock(toMs)}`;

const chunks = ({ chunks: [first, last] }: VideoPart): string =>
  first === last ? `chunk ${first + 1}` : `chunks ${first + 1}-${last + 1}`;

const left = ([first, last]: readonly [number, number]): string =>
  `${chunksInWords(last - first + 1)} (${rangesInWords([[first, last]])})`;

/** A time in the video as players show it: 2:10, 1:02:03. Cut off, not rounded. */
function clock(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  const two = (value: number): string => String(value).padStart(2, "0");
  return hours === 0 ? `${minutes}:${two(seconds % 60)}` : `${hours}:${two(minutes)}:${two(seconds % 60)}`;
}
