import { type ChunkVideo, commitToVideo, createVideoBuilder, readChunkVideo, videoSalt } from "@lucid/proof";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { configurationOf, parameterSet } from "./test-parameters.ts";
import { buildTestSession, bundleBytes, type TestSession, type TestSessionOptions } from "./test-session.ts";
import { type TestInit, testFragment, testInit, u32 } from "./test-video.ts";

export interface TestVideoOptions extends TestSessionOptions {
  /** Initialization of a chunk; default one for all. */
  readonly init?: (index: number) => TestInit;
  /** Pictures of a chunk, default three. The first one is a sync sample, if `isSync` does not say otherwise. */
  readonly pictures?: (index: number) => number;
  readonly isSync?: (index: number) => boolean;
  /** How long a picture of a chunk stands, in 16 000ths of a second. */
  readonly ticks?: (index: number, picture: number) => number;
  /** What stands before the text of a picture; default nothing. */
  readonly before?: (index: number, picture: number) => Uint8Array;
  /** Video of a chunk in the place of made-up pictures: its initialization and its fragments. */
  readonly recorded?: (index: number) => { readonly init: Uint8Array; readonly fragments: Uint8Array };
}

/** A session of version 2 whose chunks hold video that its entries commit to. */
export interface TestVideoSession {
  readonly session: TestSession;
  /** By index. */
  readonly videos: readonly ChunkVideo[];
  salt(index: number): Uint8Array;
}

const SECOND_TICKS = 16_000;

/** Such a session, the same for the same seed. Each picture lasts a second; in every chunk the last one a tick longer. */
export function buildTestVideoSession(seed: string, options: TestVideoOptions = {}): TestVideoSession {
  const { dataKey, sessionId } = buildTestSession(seed, { chunks: 1, checkpoints: [] });
  const { init = () => ({}), pictures = () => 3, isSync = () => true, recorded, ticks, before, ...rest } = options;
  const salt = (index: number): Uint8Array => videoSalt(dataKey, sessionId, index);
  const made = new Map<number, { readonly video: ChunkVideo; readonly plain: Uint8Array }>();
  const chunkAt = (index: number) => {
    const known = made.get(index) ?? record(index);
    made.set(index, known);
    return known;
  };

  function record(index: number): { readonly video: ChunkVideo; readonly plain: Uint8Array } {
    const { init: head, fragments: body } = recorded?.(index) ?? madeUp(index);
    const video = readChunkVideo(head, body);
    if (video === undefined) throw new Error(`chunk ${index} has no video`);
    return { video, plain: concatBytes(Uint8Array.of(1), u32(head.length), head, Uint8Array.of(2), u32(body.length), body) };
  }

  function madeUp(index: number): { readonly init: Uint8Array; readonly fragments: Uint8Array } {
    const count = pictures(index);
    const lengthOf = ticks ?? ((_index: number, at: number) => (at === count - 1 ? SECOND_TICKS + 1 : SECOND_TICKS));
    const samples = Array.from({ length: count }, (_, at) => ({
      bytes: concatBytes(
        before?.(index, at) ?? new Uint8Array(0),
        utf8ToBytes(`picture ${at} of chunk ${index} `.repeat(at === 0 ? 3 : 1)),
      ),
      duration: lengthOf(index, at),
      sync: at === 0 && isSync(index),
    }));
    const { width = 640, height = 360, ...head }: TestInit = init(index);
    const configuration = configurationOf(parameterSet({ width, height }));
    return {
      init: testInit({ width, height, configuration, ...head }),
      fragments: testFragment({ time: BigInt(index * 10 * SECOND_TICKS), samples }),
    };
  }

  const session = buildTestSession(seed, {
    ...rest,
    version: 2,
    plain: (index) => chunkAt(index).plain,
    editEntry: (entry) => {
      const committed = { ...entry, video: commitToVideo(salt(entry.index), chunkAt(entry.index).video) };
      return rest.editEntry?.(committed) ?? committed;
    },
  });
  return { session, salt, videos: session.manifest.manifest.chunks.map(({ index }) => chunkAt(index).video) };
}

/** The video of these chunks (default all) as a file that carries this bundle (default the proof alone). */
export async function videoFileOf(
  { session, videos, salt }: TestVideoSession,
  { chunks = videos.keys(), bundle }: { readonly chunks?: Iterable<number>; readonly bundle?: Uint8Array } = {},
): Promise<Uint8Array> {
  const builder = createVideoBuilder();
  const data: Uint8Array[] = [];
  for (const index of chunks) {
    const video = videos[index] as ChunkVideo;
    builder.add(index, salt(index), video);
    data.push(...video.samples.map(({ bytes }) => bytes));
  }
  const proof = bundle ?? (await bundleBytes(session.content({ describe: { chunks: [] } })));
  return concatBytes(...builder.before(), ...data, ...builder.behind(proof));
}
