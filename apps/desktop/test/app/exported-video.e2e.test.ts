import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createFragmentReader, saveVideo, type VideoPart } from "@lucid/pipeline";
import { expect, it } from "vitest";
import { temporaryFolder } from "../node/test-node.ts";
import { openBrowser, openPage } from "./open-browser.ts";
import { playWhole } from "./player-steps.ts";

/** A second of one colour as chunks, in the way the recorder encodes it. */
function take(number: number, colour: string, preset: string, from: number) {
  const source = ["-f", "lavfi", "-i", `color=${colour}:size=320x240:rate=10:duration=1`];
  const encoded = ["-c:v", "libx264", "-preset", preset, "-tune", "zerolatency", "-pix_fmt", "yuv420p", "-g", "5"];
  const written = ["-bsf:v", "dump_extra=freq=keyframe", "-movflags", "+empty_moov+default_base_moof+frag_keyframe"];
  const stream = execFileSync("ffmpeg", ["-nostdin", "-v", "error", ...source, ...encoded, ...written, "-f", "mp4", "pipe:1"]);
  const parts: VideoPart[] = [];
  createFragmentReader().push(stream, (part) => parts.push(part));
  const init = parts.flatMap((part) => (part.kind === "init" ? [{ type: 1, bytes: part.init.bytes }] : []));
  return parts
    .flatMap((part) => (part.kind === "fragment" ? [part.fragment.bytes] : []))
    .map((bytes, at) => ({ index: from + at, take: number, records: [...init, { type: 2, bytes }] }));
}

it("plays in a browser over takes that were encoded with other settings", async () => {
  await using folder = await temporaryFolder();
  const first = take(0, "red", "superfast", 0);
  const chunks = [...first, ...take(1, "blue", "ultrafast", first.length)];
  const path = join(folder.path, "video.mp4");
  const proof = { salt: () => new Uint8Array(32), bundle: new Uint8Array(0) };
  expect(await saveVideo(chunks, proof, path)).toMatchObject({ takes: 2, pictures: 20 });
  const bytes = await readFile(path);
  expect(bytes.toString("latin1").match(/avcC/g)).toHaveLength(2);

  await using browser = await openBrowser();
  const { page } = await openPage(browser);
  expect(await playWhole(page, bytes, "blue")).toEqual({ error: null, ended: true, colour: "blue" });
});
