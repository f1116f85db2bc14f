import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createFragmentReader, type VideoPart } from "../mp4/create-fragment-reader.ts";
import { countFrames } from "../testing/recorder-fixture.ts";
import { concatenateVideo, type OpenedChunk } from "./concatenate-video.ts";

const run = promisify(execFile);
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lucid-join-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Seconds of a test picture as chunks of one fragment each, as the recorder would have cut them. */
async function recordTestPicture(take: number, seconds: number): Promise<OpenedChunk[]> {
  const picture = [
    "-f",
    "lavfi",
    "-i",
    `testsrc2=size=320x240:rate=10:duration=${seconds}`,
    "-c:v",
    "libx264",
    "-preset",
    "ultrafast",
    "-g",
    "50",
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
  const { stdout } = await run("ffmpeg", ["-nostdin", "-loglevel", "error", ...picture, "-pix_fmt", "yuv420p", ...fragmented], {
    encoding: "buffer",
    maxBuffer: 1 << 26,
  });
  const parts: VideoPart[] = [];
  createFragmentReader().push(stdout, (part) => parts.push(part));
  const init = parts.flatMap((part) => (part.kind === "init" ? [{ type: 1, bytes: part.init.bytes }] : []));
  return parts.flatMap((part) =>
    part.kind === "fragment" ? [{ take, records: [...init, { type: 2, bytes: part.fragment.bytes }] }] : [],
  );
}

it("joins takes into one file, whatever its name, and leaves nothing else behind", async () => {
  await mkdir(join(folder, "it's here"));
  const path = join(folder, "it's here", "the owner's video.mp4");
  const chunks = [...(await recordTestPicture(0, 2)), ...(await recordTestPicture(3, 1))];
  expect(await concatenateVideo({}, chunks, path)).toBe(2);
  expect(await countFrames(path)).toBe(30);
  expect(await readdir(join(folder, "it's here"))).toEqual(["the owner's video.mp4"]);
});

it.each(["2026-11-28T10:00:00.mp4", "-x.mp4", "sub/v.mp4", "pipe:1", "two\nlines.mp4", "%d.mp4"])(
  "writes to %j, as it is called and where this process stands",
  async (name) => {
    await mkdir(join(folder, "sub"));
    const path = join(folder, name);
    const before = process.cwd();
    process.chdir(folder);
    try {
      expect(await concatenateVideo({}, await recordTestPicture(0, 1), name)).toBe(1);
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

it("says what ffmpeg said, and which folder is not there", async () => {
  const damaged = [
    {
      take: 0,
      records: [
        { type: 1, bytes: Buffer.alloc(40, 1) },
        { type: 2, bytes: Buffer.alloc(40, 2) },
      ],
    },
  ];
  await expect(concatenateVideo({}, damaged, join(folder, "v.mp4"))).rejects.toThrow(/^The video could not be joined: .+/);
  await expect(
    concatenateVideo({ ffmpeg: "/nowhere/ffmpeg" }, await recordTestPicture(0, 1), join(folder, "v.mp4")),
  ).rejects.toThrow(/could not be joined: .*ENOENT/);
  await expect(concatenateVideo({}, damaged, join(folder, "none", "v.mp4"))).rejects.toThrow(/ENOENT.*none/);
});

it("joins a range that begins in the middle of a take", async () => {
  const chunks = await recordTestPicture(0, 8);
  const fromSecondKeyframe = chunks.slice(10);
  expect(await concatenateVideo({}, fromSecondKeyframe, join(folder, "range.mp4"))).toBe(1);
  expect(await countFrames(join(folder, "range.mp4"))).toBe(30);
});

it("refuses chunks without video and damaged ones", async () => {
  const path = join(folder, "video.mp4");
  const joinError = { code: "LUCID_PIPELINE_ERR_4531" };
  await expect(concatenateVideo({}, [], path)).rejects.toMatchObject(joinError);
  await expect(
    concatenateVideo({}, [{ take: 0, records: [{ type: 3, bytes: Buffer.from("{}\n") }] }], path),
  ).rejects.toMatchObject(joinError);
  const damaged = [
    { type: 1, bytes: Buffer.alloc(40, 1) },
    { type: 2, bytes: Buffer.alloc(40, 2) },
  ];
  await expect(concatenateVideo({}, [{ take: 0, records: damaged }], path)).rejects.toMatchObject(joinError);
  expect(await readdir(folder)).toEqual([]);
});
