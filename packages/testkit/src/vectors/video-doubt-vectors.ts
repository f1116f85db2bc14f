import type { Manifest } from "@lucid/proof";
import { configurationOf, parameterSet, type TestParameters } from "../proof/test-parameters.ts";
import { buildTestVideoSession, type TestVideoOptions, videoFileOf } from "../proof/test-video-session.ts";
import { type Vector, valid } from "./vector.ts";

const MS_TICKS = 16;
/** What each entry of a test session is stated to have taken. */
const CHUNK_MS = 10_000;
const STATED = { width: 640, height: 360, frame_rate: 10 };

interface Shown extends TestVideoOptions {
  readonly stated?: Partial<Manifest["recorder"]>;
  /** How long the pictures of a chunk are shown together. */
  readonly playedMs?: (index: number) => number;
}

/** Videos whose pictures fit what their recorder states, at each bound, and beyond it. */
export async function videoDoubts(inputOf: (video: Uint8Array) => Vector["input"]): Promise<Vector[]> {
  const shown = async (name: string, options: Shown, doubts: readonly object[] = []): Promise<Vector> => {
    const { stated, playedMs = () => CHUNK_MS, pictures = () => 10, ...rest } = options;
    const session = buildTestVideoSession("video doubts", {
      chunks: 1,
      checkpoints: [],
      ...rest,
      pictures,
      ticks(index, picture) {
        const [total, count] = [playedMs(index) * MS_TICKS, pictures(index)];
        const each = Math.floor(total / count);
        return picture === count - 1 ? total - each * (count - 1) : each;
      },
      edit: (manifest) => ({ ...manifest, recorder: { ...manifest.recorder, ...STATED, ...stated } }),
    });
    return valid(name, inputOf(await videoFileOf(session)), { doubts });
  };
  const size = (chunk: number, count: number, width: number, height: number) => [
    { code: "picture-size", chunk, count, width, height },
  ];
  const coded = (of: readonly [number, number] | null, chunk = 0, count = 1) => [
    { code: "coded-size", chunk, count, coded: of && { width: of[0], height: of[1] }, width: 640, height: 360 },
  ];
  /** Pictures of 640 x 360, as the file says, with this configuration. */
  const configured = (name: string, configuration: Uint8Array, doubts: readonly object[] = []) =>
    shown(name, { init: () => ({ configuration }) }, doubts);
  const parameters = (name: string, options: TestParameters, doubts: readonly object[] = []) =>
    configured(name, configurationOf(parameterSet(options)), doubts);
  const rate = (chunk: number, count: number, pictures: number, played_ms = CHUNK_MS) => [
    { code: "picture-rate", chunk, count, pictures, played_ms },
  ];
  const time = (played_ms: number, stated_ms: number) => [{ code: "play-time", played_ms, stated_ms }];
  const played = (...ms: readonly number[]): Shown => ({ chunks: ms.length, playedMs: (index) => ms[index] ?? CHUNK_MS });
  const slow = { stated: { frame_rate: 1 } };

  return await Promise.all([
    shown("pictures as they are stated, around a pause", { chunks: 3, pausedBefore: [1] }),
    shown("an odd size with a line and a column more", { stated: { width: 639, height: 359 } }),
    shown("an odd size as it is", { stated: { width: 641, height: 361 }, init: () => ({ width: 641, height: 361 }) }),
    shown("an odd width that is stated even", { init: () => ({ width: 641 }) }, size(0, 1, 641, 360)),
    shown("pictures that are wider than stated", { stated: { width: 638 } }, size(0, 1, 640, 360)),
    shown("pictures that are lower than stated", { stated: { height: 362 } }, size(0, 1, 640, 360)),
    shown(
      "two of three chunks of another size",
      { chunks: 3, init: (index) => (index === 0 ? {} : { width: 320 + index, height: 180 }) },
      size(1, 2, 321, 180),
    ),
    parameters("parameter sets of lower pictures", { height: 358 }, coded([640, 358])),
    parameters("parameter sets of wider pictures", { width: 642 }, coded([642, 360])),
    parameters("parameter sets with nothing cut off", { height: 368 }, coded([640, 368])),
    shown(
      "two of three chunks with parameter sets of another size",
      {
        chunks: 3,
        init: (index) => ({ configuration: configurationOf(parameterSet({ width: index === 0 ? 640 : 640 + 16 * index })) }),
      },
      coded([656, 360], 1, 2),
    ),
    parameters("parameter sets of two fields", { isInterlaced: true }),
    parameters("parameter sets with the picture order of type 0", { order: 0 }),
    parameters("parameter sets with the picture order of type 1", { order: 1 }, coded(null)),
    parameters("parameter sets of a high profile", { profile: 100 }),
    parameters("parameter sets with colours of 4:4:4", { profile: 100, colours: 2 }, coded(null)),
    parameters("parameter sets with scaling lists", { profile: 100, scaling: 1 }, coded(null)),
    parameters("parameter sets with a byte against a false start", { level: 0, id: 63 }),
    parameters("parameter sets that end with their size", { height: 368, end: "" }, coded(null)),
    parameters("parameter sets that end a bit behind their size", { width: 8_208, height: 368, end: "1" }, coded([8_208, 368])),
    parameters(
      "parameter sets with a width of 15 zeros",
      { columns: `${"0".repeat(15)}1${"0".repeat(15)}` },
      coded([524_288, 360]),
    ),
    parameters("parameter sets with a width of 16 zeros", { columns: `${"0".repeat(16)}1${"0".repeat(16)}` }, coded(null)),
    parameters("parameter sets of another kind", { kind: 8 }, coded(null)),
    configured("two parameter sets", configurationOf(parameterSet(), parameterSet()), coded(null)),
    configured("no parameter set", configurationOf(), coded(null)),
    configured("a parameter set of no bytes", configurationOf(new Uint8Array(0)).subarray(0, 8), coded(null)),
    configured("a configuration of a byte", Uint8Array.of(1), coded(null)),
    shown("as many pictures as the rate allows", { ...slow, pictures: () => 12 }),
    shown("a picture more than the rate allows", { ...slow, pictures: () => 13 }, rate(0, 1, 13)),
    shown(
      "two of three chunks with more pictures than the rate allows",
      { ...slow, chunks: 3, pictures: (index) => 12 + index },
      rate(1, 2, 13),
    ),
    shown("a chunk that plays for 1 050 ms less than stated", played(CHUNK_MS - 1_050)),
    shown("a chunk that plays for 1 051 ms less than stated", played(CHUNK_MS - 1_051), time(8_949, 10_000)),
    shown("a chunk that plays for 1 050 ms more than stated", played(CHUNK_MS + 1_050)),
    shown("a chunk that plays for 1 051 ms more than stated", played(CHUNK_MS + 1_051), time(11_051, 10_000)),
    shown("two chunks that play for 1 100 ms less than stated", played(CHUNK_MS - 550, CHUNK_MS - 550)),
    shown(
      "two chunks, one longer and one shorter than stated by 1 101 ms together",
      played(CHUNK_MS - 550, CHUNK_MS + 551),
      time(20_001, 20_000),
    ),
    shown(
      "pictures of another size, more of them, and for another time than stated",
      { stated: { width: 1_280, frame_rate: 1 }, ...played(5_000) },
      [...size(0, 1, 640, 360), ...rate(0, 1, 10, 5_000), ...time(5_000, 10_000)],
    ),
  ]);
}
