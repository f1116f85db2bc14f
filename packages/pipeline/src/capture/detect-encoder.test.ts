import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestLog } from "../testing/test-fixtures.ts";
import { detectEncoder } from "./detect-encoder.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lucid-encoder-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A program that says it is ffmpeg and can encode with the given encoder alone. */
async function ffmpegWith(encoder: string): Promise<string> {
  const path = join(folder, "ffmpeg");
  await writeFile(
    path,
    `#!/bin/sh\ncase "$*" in -version) echo "ffmpeg version 9 Copyright (c) nobody"; echo more;; *"-c:v ${encoder} "*) ;; *) exit 1;; esac\n`,
  );
  await chmod(path, 0o700);
  return path;
}
const detect = (ffmpeg: string) => detectEncoder({ log: createTestLog(), ffmpeg });

it("prefers the hardware where it works", async () => {
  expect(await detect(await ffmpegWith("h264_v4l2m2m"))).toEqual({ name: "h264_v4l2m2m", ffmpeg: "ffmpeg version 9" });
});

it("takes x264 where the hardware does not work", async () => {
  expect(await detect(await ffmpegWith("libx264"))).toMatchObject({ name: "libx264" });
});

it("says which programs were tried when nothing works", async () => {
  await expect(detect(await ffmpegWith("nothing"))).rejects.toMatchObject({
    code: "LUCID_PIPELINE_ERR_4521",
    details: { detail: "ffmpeg version 9 encodes H.264 neither with h264_v4l2m2m nor with libx264" },
  });
  await expect(detect(join(folder, "missing"))).rejects.toMatchObject({
    code: "LUCID_PIPELINE_ERR_4521",
    details: { detail: expect.stringContaining("cannot be run") },
  });
});
