import { all, CALLERS, type Equivalent } from "./equivalence.ts";

const COMPARED = "what follows compares every byte of the box, and refuses it all the same";
const CUT = "no published picture is read in pieces; a unit test cuts them at any place";
const ZEROS = "what is behind the end is no zero, and zeros that one look leaves are passed by the next";
const LONG = "no published video is as long; unit tests of reading hold the bound";

/** Of videos: what the types ask for, and bounds of what is read at once. */
export const video: readonly Equivalent[] = [
  {
    file: "video-file/find-proof.ts",
    within: "readBox",
    edit: "<= for head.length < MIN_BOX_BYTES",
    why: "an empty box at the end is no proof, and behind a proof nothing may stand",
  },
  ...["kind", "movie", "data", "proof"].map((name) => ({
    ...{ file: "video-file/find-proof.ts", within: "placesOf", edit: `drop operand !${name}` },
    why: CALLERS,
  })),
  { file: "video-file/find-proof.ts", within: "placesOf", edit: "drop operand boxes.map(", why: COMPARED },
  {
    file: "video-file/verify-video.ts",
    within: "examineVideo",
    edit: "drop operand (offset, length, report)",
    why: "another way to the same hash",
  },
  { file: "video-file/verify-video.ts", within: "examineVideo", edit: "drop operand manifest === undefined", why: CALLERS },
  { file: "video-file/verify-video.ts", within: "refusalOf", edit: 'drop operand first.state === "proven"', why: CALLERS },
  {
    file: "video-file/check-pictures.ts",
    within: "checkPictures",
    edit: "drop operand video === null",
    why: "no digest is null",
  },
  ...all(
    "video-file/check-pictures.ts",
    "createPictureReader",
    "two ways to the same hash, and how much memory one of them takes",
    [
      "<= for whole.length < most",
      "drop operand run.bytes > partLimits.chunk",
      "drop operand createSha256 !== undefined",
      ">= for run.bytes > partLimits.chunk",
    ],
  ),
  {
    file: "video-file/check-pictures.ts",
    within: "createAccount",
    edit: "drop operand last !== undefined",
    why: "no number is below none",
  },
  {
    file: "video-file/check-pictures.ts",
    within: "createAccount",
    edit: 'drop operand part?.state === "proven"',
    why: "the chunk before it is refused, and is the one that is named",
  },
  { file: "video-file/check-pictures.ts", within: "createAccount", edit: "drop operand part !== undefined", why: CALLERS },
  ...all("video-file/parameter-sets.ts", "createParameterSearch", CUT, ["<= for at < piece.length", "drop operand isAtStart"]),
  ...all("video-file/parameter-sets.ts", "behindZeros", ZEROS, ["<= for at < word"]),
  ...all("video-file/parameter-sets.ts", "behindBytes", ZEROS, ["<= for at < end"]),
  ...all("video-file/parameter-sets.ts", "behindWords", ZEROS, ["<= for at < words.length"]),
  {
    file: "video-file/read-movie.ts",
    within: "readMovie",
    edit: ">= for at + length > box.size",
    why: "only a last table without rows ends there: a video of no chunks, which is refused all the same",
  },
  {
    file: "video-file/read-movie.ts",
    within: "readMovie",
    edit: "without size > DESCRIPTIONS_HEAD_BYTES",
    why: "it bounds what is read at once",
  },
  {
    file: "video-file/read-movie.ts",
    within: "readMovie",
    edit: ">= for size > DESCRIPTIONS_HEAD_BYTES",
    why: "it bounds what is read at once, and the largest entries are not published",
  },
  { file: "video-file/read-movie.ts", within: "readMovie", edit: "without rows.stsz > MAX_SAMPLES", why: LONG },
  { file: "video-file/read-movie.ts", within: "readMovie", edit: ">= for rows.stsz > MAX_SAMPLES", why: LONG },
  {
    file: "video-file/read-movie.ts",
    within: "DESCRIPTIONS_AT",
    why: "a constant that is there before any check is taken out; every vector of a video needs it",
  },
  { file: "video-file/read-movie.ts", within: "isOfShape", edit: "drop operand found === undefined", why: CALLERS },
  { file: "video-file/read-movie.ts", within: "formatsOf", edit: "without size <", why: COMPARED },
  { file: "video-file/read-movie.ts", within: "formatsOf", edit: "drop operand size", why: COMPARED },
  { file: "video-file/read-movie.ts", within: "formatsOf", edit: "drop operand formats.length", why: LONG },
];
