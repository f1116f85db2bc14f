import { readFileSync } from "node:fs";
import { createFragmentReader, type VideoFragment, type VideoInit } from "@lucid/pipeline";

/** A film without an end, in fragments of half a second, with a keyframe every five. */
export interface Film {
  readonly init: VideoInit;
  /** The fragment at this place, with bytes of its own. */
  fragment(place: number): VideoFragment;
}

export type FilmColour = "red" | "blue";

const films = new Map<FilmColour, Film>();

/**
 * The film whose picture has this colour: 640 by 360, ten frames a second, a white square that moves. `red.mp4` and
 * `blue.mp4` hold its first five seconds, encoded by ffmpeg as a recorder would.
 */
export function filmOf(colour: FilmColour): Film {
  const known = films.get(colour);
  if (known) return known;
  const film = readFilm(readFileSync(new URL(`film/${colour}.mp4`, import.meta.url)));
  films.set(colour, film);
  return film;
}

function readFilm(bytes: Buffer): Film {
  let init: VideoInit | undefined;
  const fragments: VideoFragment[] = [];
  createFragmentReader().push(bytes, (part) => {
    if (part.kind === "init") init = part.init;
    else fragments.push(part.fragment);
  });
  if (!init) throw new Error("The film has no beginning");
  const length = fragments.reduce((ticks, { duration }) => ticks + duration, 0);

  return {
    init,
    fragment(place) {
      const fragment = fragments[place % fragments.length];
      if (!fragment) throw new Error("The film has no pictures");
      const decodeTime = fragment.decodeTime + Math.floor(place / fragments.length) * length;
      return { ...fragment, decodeTime, bytes: withDecodeTime(fragment.bytes, decodeTime) };
    },
  };
}

/** A copy whose `tfdt` box, version 1, says this time (ISO/IEC 14496-12, 8.8.12). */
function withDecodeTime(bytes: Buffer, decodeTime: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeBigUInt64BE(BigInt(decodeTime), copy.indexOf("tfdt") + 8);
  return copy;
}
