import type { I18n } from "@lingui/core";
import type { BundleFacts, VideoDoubt, VideoFacts } from "@lucid/proof";
import { formatCount } from "../../shared/format/index.ts";
import { spanOf } from "./facts-in-words.ts";

/** What the pictures of a video are, and the node states otherwise. */
export const picturesInWords = (
  { recorder }: Pick<BundleFacts, "recorder">,
  { doubts }: Pick<VideoFacts, "doubts">,
  i18n: I18n,
): string[] => doubts.map((doubt) => inWords(doubt, recorder, i18n));

function inWords(doubt: VideoDoubt, recorder: BundleFacts["recorder"], i18n: I18n): string {
  switch (doubt.code) {
    case "picture-size":
      return i18n.t(
        "Its pictures: {count, plural, one {those of chunk {number} have} other {in {shown} chunks they have not the stated size, and those of chunk {number}, the first, have}} {width} × {height}, and the node states to have recorded {statedWidth} × {statedHeight}.",
        {
          ...{ count: doubt.count, shown: formatCount(doubt.count), number: formatCount(doubt.chunk + 1) },
          ...{ width: doubt.width, height: doubt.height, statedWidth: recorder.width, statedHeight: recorder.height },
        },
      );
    case "coded-size": {
      const place = {
        ...{ count: doubt.count, shown: formatCount(doubt.count), number: formatCount(doubt.chunk + 1) },
        ...{ statedWidth: doubt.width, statedHeight: doubt.height },
      };
      if (doubt.coded === null)
        return i18n.t(
          "Its pictures: {count, plural, one {the parameter sets of chunk {number}} other {in {shown} chunks the parameter sets do not fit, and those of chunk {number}, the first,}} cannot be read, and the file says {statedWidth} × {statedHeight}.",
          place,
        );
      return i18n.t(
        "Its pictures: {count, plural, one {the parameter sets of chunk {number}} other {in {shown} chunks the parameter sets do not fit, and those of chunk {number}, the first,}} are for {width} × {height}, and the file says {statedWidth} × {statedHeight}.",
        { ...place, ...doubt.coded },
      );
    }
    case "picture-rate":
      return i18n.t(
        "Its pictures: {count, plural, one {chunk {number} has} other {{shown} chunks have more than stated, and chunk {number}, the first, has}} {pictures} in {span}, and the node states to take {rate} a second at most.",
        {
          ...{ count: doubt.count, shown: formatCount(doubt.count), number: formatCount(doubt.chunk + 1) },
          ...{ pictures: formatCount(doubt.pictures), span: spanOf(doubt.playedMs), rate: recorder.frame_rate },
        },
      );
    case "play-time":
      return i18n.t("Its pictures: they play for {played}, and the node states that their chunks took {stated}.", {
        played: spanOf(doubt.playedMs),
        stated: spanOf(doubt.statedMs),
      });
  }
}
