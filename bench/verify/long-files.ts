import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { type ChunkVideo, commitToVideo, createVideoBuilder, videoSalt, writeBundle } from "@lucid/proof";
import { buildTestSession, bundleBytes } from "@lucid/testkit";

const MIB = 1_048_576;
const PIECE = new Uint8Array(MIB);

/** Writes a file in which pieces of a mebibyte of zeros are holes: long files cost no disk, and no time to write. */
export async function writeWithHoles(path: string, pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
  await using file = await open(path, "w");
  let at = 0;
  for await (const piece of pieces) {
    if (piece.length !== MIB || Buffer.compare(piece, PIECE) !== 0) await file.write(piece, 0, undefined, at);
    at += piece.length;
  }
  await file.truncate(at);
}

function* zeros(size: number): Generator<Uint8Array> {
  for (let left = size; left > 0; left -= MIB) yield PIECE.subarray(0, left);
}

/** A right bundle of two chunks with a `video.mp4` of so many bytes. */
export const bundleWithVideo = (size: number): AsyncIterable<Uint8Array> =>
  writeBundle(
    buildTestSession("bench", { chunks: 2 }).content({
      video: {
        size,
        async *open() {
          yield* zeros(size);
        },
      },
    }),
    { createSha256: () => createHash("sha256") },
  );

/** Pictures of a chunk of ten seconds at an eighth of a mebibyte each, as a recording of moving pictures has them. */
const PICTURES = 80;
const CHUNK_BYTES = 10 * MIB;

/** A video of at least so many bytes that carries its proof, which holds: its pictures are zeros. */
export async function videoWithProof(size: number): Promise<Iterable<Uint8Array>> {
  const chunks = Math.ceil(size / CHUNK_BYTES);
  const format = { width: 1_920, height: 1_080, timescale: 16_000, configuration: Uint8Array.of(1, 66, 0, 30, 255, 224, 0) };
  const picture = PIECE.subarray(0, CHUNK_BYTES / PICTURES);
  const samples = Array.from({ length: PICTURES }, (_, at) => ({ bytes: picture, duration: 2_000, sync: at === 0 }));
  const video: ChunkVideo = { format, samples };
  const options = { chunks, chunkBytes: 64, checkpoints: [] };
  const { dataKey, sessionId } = buildTestSession("long video", { ...options, chunks: 1 });
  const salt = (index: number): Uint8Array => videoSalt(dataKey, sessionId, index);
  const createSha256 = () => createHash("sha256");
  const session = buildTestSession("long video", {
    ...options,
    version: 2,
    editEntry: (entry) => ({ ...entry, video: commitToVideo(salt(entry.index), video, createSha256) }),
  });
  const builder = createVideoBuilder();
  for (let index = 0; index < chunks; index += 1) builder.add(index, salt(index), video);
  const proof = await bundleBytes(session.content({ describe: { chunks: [] } }));
  return [...builder.before(), ...zeros(chunks * CHUNK_BYTES), ...builder.behind(proof)];
}
