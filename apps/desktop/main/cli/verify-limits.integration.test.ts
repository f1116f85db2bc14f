import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { type ChunkVideo, commitToVideo, createVideoBuilder, writeBundle } from "@lucid/proof";
import { buildTestSession, bundleWithPart, longBundle, repeated } from "@lucid/testkit";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

const CLI = fileURLToPath(new URL("lucid.mjs", import.meta.url));
const MIB = 1_048_576;
/** Whatever a file holds. */
const MOST_MEMORY = 500 * MIB;
/** Tells at the end how much memory the process ever had. */
const TELL_MEMORY = `--import=data:text/javascript,process.on("exit",()=>process.stderr.write("peak="+process.resourceUsage().maxRSS))`;

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lucid-limits-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function run(...args: readonly string[]) {
  const child = spawn(process.execPath, [TELL_MEMORY, CLI, "verify", ...args], { env: { ...process.env, TMPDIR: folder } });
  const exit = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, result: Promise.all([exit, text(child.stdout), text(child.stderr)]) };
}

async function verify(bundle: AsyncIterable<Uint8Array>) {
  const file = join(folder, "file.lucid");
  await pipeline(Readable.from(bundle), createWriteStream(file));
  const [exitCode, out, err] = await run(file, "--json").result;
  const peak = /peak=(\d+)/.exec(err)?.[1];
  if (peak === undefined) throw new Error(`The verifier did not end by itself: ${err}`);
  return {
    exitCode,
    printedBytes: Buffer.byteLength(out),
    verdict: JSON.parse(out) as { verified: boolean; code?: string },
    peakBytes: Number(peak) * 1_024,
  };
}

describe("V8: the memory of lucid verify", () => {
  it.each([
    ["a manifest of empty lists", "manifest.json", repeated("[", "[],", "[]]", 40 * MIB), "format-invalid"],
    ["entries that are lists", "manifest.json", repeated('{"manifest":{"chunks":[', "[],", "[]]}}", 40 * MIB), "format-invalid"],
    [
      "entries that are objects",
      "manifest.json",
      repeated('{"manifest":{"chunks":[', '{"a":{}},', "{}]}}", 40 * MIB),
      "format-invalid",
    ],
    ["one entry of numbers", "manifest.json", repeated('{"manifest":{"chunks":[[', "0,", "0]]}}", 40 * MIB), "format-invalid"],
    ["one long text", "manifest.json", repeated('{"manifest":{"chunks":["', "é", '"]}}', 40 * MIB), "format-invalid"],
    ["one long name", "manifest.json", repeated('{"', "é", '":0}', 40 * MIB), "json-not-canonical"],
    ["a long number", "manifest.json", repeated("[1", "0", "]", 40 * MIB), "json-not-canonical"],
    ["deep lists", "manifest.json", repeated("", "[", "", 40 * MIB), "json-too-deep"],
    ["a manifest that is cut off", "manifest.json", repeated('{"manifest":{"chunks":[', "[],", "", 40 * MIB), "json-invalid"],
    ["checkpoints of empty lists", "checkpoints.json", repeated("[", "[],", "[]]", 32 * MIB), "format-invalid"],
    ["an anchor of numbers", "anchor.json", repeated("[", "0,", "0]", 4 * MIB), "format-invalid"],
    ["a description of empty ranges", "lucid.json", repeated('{"chunks":[', "[],", "[]]}", 4 * MIB), "format-invalid"],
  ])("is bounded for %s", async (_name, part, content, code) => {
    const { exitCode, verdict, peakBytes } = await verify(bundleWithPart(part, content));
    expect({ exitCode, verdict }).toMatchObject({ exitCode: 1, verdict: { verified: false, code } });
    expect(peakBytes).toBeLessThan(MOST_MEMORY);
  });

  it.each([
    ["every chunk", true],
    ["the manifest only", false],
  ])("is bounded for a session of 30 000 chunks, %s", async (_name, isWhole) => {
    const { verdict, peakBytes } = await verify(longBundle({ chunks: 30_000, isWhole }));
    expect(verdict.verified).toBe(true);
    expect(peakBytes).toBeLessThan(MOST_MEMORY);
  });

  it("is bounded for a gap with words before every chunk, and so is what it prints", async () => {
    const chunks = 60_000;
    const { verdict, printedBytes, peakBytes } = await verify(
      longBundle({ chunks, isWhole: false, reason: `${"x".repeat(498)}🎩` }),
    );
    expect(verdict).toMatchObject({ verified: true, facts: { counts: { gaps: chunks }, time: { gapCount: chunks } } });
    expect(printedBytes).toBeLessThan(2 * MIB);
    expect(peakBytes).toBeLessThan(MOST_MEMORY);
  });
});

describe("V8: the memory of lucid verify for a network proof", () => {
  it.each([
    ["of empty lists", "[],", "[]"],
    ["of empty objects", "{},", "{}"],
  ])("is bounded for handovers %s", async (_name, piece, last) => {
    const session = buildTestSession("network proof limits", { chunks: 1, chunkBytes: 10 });
    const [bundle, proof] = [join(folder, "small.lucid"), join(folder, "proof.json")];
    await pipeline(Readable.from(writeBundle(session.content())), createWriteStream(bundle));
    const start = '{"format":"lucid-network-proof","handovers":[';
    await pipeline(Readable.from(repeated(start, piece, `${last}]}`, 30 * MIB).pieces()), createWriteStream(proof));
    const [exitCode, out, err] = await run(bundle, "--network-proof", proof, "--json").result;
    expect(exitCode).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ verified: true, network_proof: { verified: false, code: "format-invalid" } });
    expect(Number(/peak=(\d+)/.exec(err)?.[1]) * 1_024).toBeLessThan(MOST_MEMORY);
  });
});

/** Chunks of one format, each of so many equal pictures, and the salt of all of them. */
const FORMAT = { width: 640, height: 360, timescale: 16_000, configuration: Uint8Array.of(1, 66, 0, 30) };
const SALT = new Uint8Array(32);
const chunkOf = (samples: number, bytes: Uint8Array): ChunkVideo => ({
  format: FORMAT,
  samples: Array.from({ length: samples }, () => ({ duration: 1_600, sync: true, bytes })),
});

/** A video of these chunks with this bundle, without holding more of it than one picture. */
async function* videoOf(chunks: readonly ChunkVideo[], bundle: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const builder = createVideoBuilder();
  for (const [index, video] of chunks.entries()) builder.add(index, SALT, video);
  yield Buffer.concat(builder.before());
  for (const { samples } of chunks) for (const { bytes } of samples) if (bytes.length > 0) yield bytes;
  const pieces: Uint8Array[] = [];
  for await (const piece of bundle) pieces.push(piece);
  yield Buffer.concat(builder.behind(Buffer.concat(pieces)));
}

/** The proof of a session whose entries commit to this. */
const proofOf = (chunks: number, commitment: string): AsyncIterable<Uint8Array> =>
  writeBundle(
    buildTestSession("long video", {
      ...{ chunks, chunkBytes: 10, checkpoints: [], version: 2 },
      editEntry: (entry) => ({ ...entry, video: commitment }),
    }).content({ describe: { chunks: [] } }),
  );

describe("V8: the memory of lucid verify for a video", () => {
  it("is bounded for one that is longer than the memory", async () => {
    // One unit: the length of what follows, and a picture that can be decoded by itself.
    const picture = Buffer.alloc(1_000_000, 7);
    picture.writeUInt32BE(picture.length - 4);
    picture[4] = 0x65;
    const chunk = chunkOf(200, picture);
    const commitment = commitToVideo(SALT, chunk, () => createHash("sha256"));
    const { exitCode, verdict, peakBytes } = await verify(videoOf([chunk, chunk, chunk], proofOf(3, commitment)));
    expect({ exitCode, verdict }).toMatchObject({ exitCode: 0, verdict: { verified: true, video: { pictures: 600 } } });
    expect(peakBytes).toBeLessThan(MOST_MEMORY);
  });

  it("is bounded for millions of pictures of no bytes", async () => {
    const chunk = chunkOf(65_536, new Uint8Array(0));
    const chunks = Array.from({ length: 32 }, () => chunk);
    const { verdict, peakBytes } = await verify(videoOf(chunks, proofOf(32, "0".repeat(64))));
    expect(verdict).toMatchObject({ verified: false, code: "video-altered", video: { pictures: 2_097_152 } });
    expect(peakBytes).toBeLessThan(MOST_MEMORY);
  });

  it("is bounded for the proof of a session of 30 000 chunks", async () => {
    const bundle = longBundle({ chunks: 30_000, isWhole: false });
    const { verdict, peakBytes } = await verify(videoOf([chunkOf(1, Buffer.alloc(10))], bundle));
    expect(verdict).toMatchObject({ verified: false, code: "video-uncommitted" });
    expect(peakBytes).toBeLessThan(MOST_MEMORY);
  });
});

it("stops at Ctrl-C, says that nothing is known, and leaves nothing behind", async () => {
  const { child, result } = run("-");
  child.stdin.write(new Uint8Array(1_024));
  const spooled = async (): Promise<string[]> => (await readdir(folder)).filter((name) => name.startsWith("lucid-verify-"));
  await vi.waitFor(async () => expect(await spooled()).toHaveLength(1), { timeout: 60_000 });
  child.kill("SIGINT");
  const [exitCode, out, err] = await result;
  expect({ exitCode, out }).toEqual({ exitCode: 130, out: "" });
  expect(err).toContain("lucid: stopped after 0 bytes: whether - verifies is not known");
  expect(await spooled()).toEqual([]);
});
