import { setupI18n } from "@lingui/core";
import type { BundleFacts, VideoDoubt } from "@lucid/proof";
import { expect, it } from "vitest";
import { picturesInWords } from "./pictures-in-words.ts";

const i18n = setupI18n({ locale: "en", messages: { en: {} } });
const recorder: BundleFacts["recorder"] = { version: "1", encoder: "libx264", width: 1_280, height: 720, frame_rate: 10 };
const said = (doubt: VideoDoubt): string => picturesInWords({ recorder }, { doubts: [doubt] }, i18n).join();

it("says of every doubt in what the pictures are other than stated", () => {
  expect(said({ code: "picture-size", chunk: 1, count: 1, width: 640, height: 360 })).toBe(
    "Its pictures: those of chunk 2 have 640 × 360, and the node states to have recorded 1280 × 720.",
  );
  const coded = { code: "coded-size", chunk: 1, count: 1, width: 640, height: 360 } as const;
  expect(said({ ...coded, coded: { width: 320, height: 180 } })).toBe(
    "Its pictures: the parameter sets of chunk 2 are for 320 × 180, and the file says 640 × 360.",
  );
  expect(said({ ...coded, count: 3, coded: null })).toBe(
    "Its pictures: in 3 chunks the parameter sets do not fit, and those of chunk 2, the first, cannot be read, and the file says 640 × 360.",
  );
  expect(said({ code: "picture-rate", chunk: 0, count: 1, pictures: 400, playedMs: 10_000 })).toMatch(
    /^Its pictures: chunk 1 has 400 in 10\ss, and the node states to take 10 a second at most\.$/,
  );
  expect(said({ code: "play-time", playedMs: 12_000, statedMs: 30_000 })).toMatch(
    /^Its pictures: they play for 12\ss, and the node states that their chunks took 30\ss\.$/,
  );
});
