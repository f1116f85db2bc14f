import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { bytesSource, judgeBundle } from "@lucid/proof";
import { buildTestVideoSession, bundleBytes } from "@lucid/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PARAMETER_SETS } from "../capture/ffmpeg-arguments.ts";
import { createFragmentReader, type VideoPart } from "../mp4/create-fragment-reader.ts";
import { countFrames, NO_PROOF } from "../testing/recorder-fixture.ts";
import { type OpenedChunk, saveVideo } from "./save-video.ts";

const run = promisify(execFile);
const joinError = { code: "LUCID_PIPELINE_ERR_4531" };
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lucid-join-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const ffmpeg = (...args: readonly string[]) => run("ffmpeg", ["-nostdin", "-loglevel", "error", "-y", ...args]);

/** Seconds of a test picture as chunks of one fragment each, half a second long, with a key picture every second. */
async function recordTestPicture(take: number, seconds: number, from = 0, preset = "ultrafast"): Promise<OpenedChunk[]> {
  const picture = ["-f", "lavfi", "-i", `testsrc2=size=320x240:rate=10:duration=${seconds}`];
  const encoded = [
    "-c:v",
    "libx264",
    "-preset",
    preset,
    "-tune",
    "zerolatency",
    "-g",
    "5",
    "-pix_fmt",
    "yuv420p",
    ...PARAMETER_SETS,
  ];
  const fragmented = [
    "-movflags",
    "+empty_moov+default_base_moof+frag_keyframe",
    "-frag_duration",
    "500000",
    "-f",
    "mp4",
    "pipe:1",
  ];
  const { stdout } = await run("ffmpeg", ["-nostdin", "-loglevel", "error", ...picture, ...encoded, ...fragmented], {
    encoding: "buffer",
    maxBuffer: 1 << 26,
  });
  const parts: VideoPart[] = [];
  createFragmentReader().push(stdout, (part) => parts.push(part));
  const init = parts.flatMap((part) => (part.kind === "init" ? [{ type: 1, bytes: part.init.bytes }] : []));
  return parts
    .flatMap((part) => (part.kind === "fragment" ? [part.fragment.bytes] : []))
    .map((bytes, at) => ({ index: from + at, take, records: [...init, { type: 2, bytes }] }));
}

/** Two takes of one recording, encoded with different settings, and the session that commits to them. */
async function recordSession() {
  const first = await recordTestPicture(0, 2);
  const chunks = [...first, ...(await recordTestPicture(1, 1, first.length, "superfast"))];
  const filmed = buildTestVideoSession("real video", {
    chunks: chunks.length,
    pausedBefore: [first.length],
    recorded: (index) => {
      const [init, video] = chunks[index]?.records ?? [];
      return { init: init?.bytes ?? Buffer.alloc(0), fragments: video?.bytes ?? Buffer.alloc(0) };
    },
  });
  const bundle = await bundleBytes(filmed.session.content({ describe: { chunks: [] } }));
  return { chunks, proof: { salt: filmed.salt, bundle } };
}

const judged = async (path: string) => judgeBundle(bytesSource(await readFile(path)));

describe("a saved video", () => {
  it("plays every picture of every take, and is verified", async () => {
    const { chunks, proof } = await recordSession();
    const path = join(folder, "video.mp4");
    expect(await saveVideo(chunks, proof, path)).toEqual({ chunks: 6, takes: 2, pictures: 30 });
    expect(await countFrames(path)).toBe(30);
    const { stderr } = await ffmpeg("-v", "warning", "-i", path, "-f", "null", "-");
    expect(stderr).toBe("");
    const judgement = await judged(path);
    expect(judgement).toMatchObject({
      verified: true,
      video: {
        durationMs: 3_000,
        pictures: 30,
        parts: [{ chunks: [0, 5], state: "proven" }],
        gaps: [{ beforeChunk: 4, atMs: 2_000 }],
      },
    });
    expect(await readdir(folder)).toEqual(["video.mp4"]);
  });

  it("is a part of the recording where only a part was opened", async () => {
    const { chunks, proof } = await recordSession();
    const path = join(folder, "part.mp4");
    await saveVideo(chunks.slice(1, 3), proof, path);
    expect(await countFrames(path)).toBe(10);
    expect(await judged(path)).toMatchObject({ verified: true, facts: { included: [[1, 2]] } });
  });

  it("loses its proof when it is copied by another program, encoded again, or edited", async () => {
    const { chunks, proof } = await recordSession();
    const path = join(folder, "video.mp4");
    const other = join(folder, "other.mp4");
    await saveVideo(chunks, proof, path);
    const ways = {
      copied: ["-c", "copy"],
      encoded: ["-c:v", "libx264"],
      cut: ["-ss", "1", "-c", "copy"],
      named: ["-c", "copy", "-metadata", "title=x"],
    };
    for (const [way, args] of Object.entries(ways)) {
      await ffmpeg("-i", path, ...args, other);
      expect([way, await judged(other)]).toMatchObject([way, { verified: false, code: "video-without-proof" }]);
    }
    // The box of the proof behind a video that another program wrote.
    await ffmpeg("-i", path, "-c:v", "libx264", "-movflags", "+faststart", other);
    const bytes = await readFile(path);
    const box = bytes.subarray(bytes.lastIndexOf("uuid") - 4);
    await writeFile(other, Buffer.concat([await readFile(other), box]));
    expect(await judged(other)).toMatchObject({ verified: false, code: "video-form" });
  });

  it("is not proven with pictures that are encoded again, in the same form", async () => {
    const { chunks, proof } = await recordSession();
    const again = await recordTestPicture(1, 1, 4, "veryfast");
    const path = join(folder, "video.mp4");
    await saveVideo([...chunks.slice(0, 4), ...again], proof, path);
    expect(await judged(path)).toMatchObject({
      verified: false,
      code: "video-altered",
      chunks: [4, 5],
      video: {
        parts: [
          { chunks: [0, 3], state: "proven" },
          { chunks: [4, 5], state: "altered" },
        ],
      },
    });
  });
});

it.each(["2026-11-28T10:00:00.mp4", "-x.mp4", "sub/v.mp4", "pipe:1", "two\nlines.mp4", "%d.mp4"])(
  "V11: writes to %j, as it is called, where this process stands, and for nobody else to read",
  async (name) => {
    await mkdir(join(folder, "sub"));
    const path = join(folder, name);
    const before = process.cwd();
    process.chdir(folder);
    try {
      expect(await saveVideo(await recordTestPicture(0, 1), NO_PROOF, name)).toMatchObject({ takes: 1 });
    } finally {
      process.chdir(before);
    }
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const copy = join(folder, "copy.mp4");
    await copyFile(path, copy);
    expect(await countFrames(copy)).toBe(10);
    expect(await readdir(join(folder, "sub"))).toEqual(name.startsWith("sub/") ? ["v.mp4"] : []);
  },
);

it("refuses chunks without video and damaged ones, names a folder that is not there, and leaves nothing behind", async () => {
  const path = join(folder, "video.mp4");
  await expect(saveVideo([], NO_PROOF, path)).rejects.toMatchObject(joinError);
  const events = [{ type: 3, bytes: Buffer.from("{}\n") }];
  await expect(saveVideo([{ index: 0, take: 0, records: events }], NO_PROOF, path)).rejects.toMatchObject(joinError);
  const damaged = [
    { type: 1, bytes: Buffer.alloc(40, 1) },
    { type: 2, bytes: Buffer.alloc(40, 2) },
  ];
  await expect(saveVideo([{ index: 6, take: 0, records: damaged }], NO_PROOF, path)).rejects.toThrow(
    "The video could not be joined: The video of chunk 7 is damaged",
  );
  await expect(saveVideo([], NO_PROOF, join(folder, "none", "v.mp4"))).rejects.toThrow(/ENOENT.*none/);
  expect(await readdir(folder)).toEqual([]);
});
