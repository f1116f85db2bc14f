import { execFileSync } from "node:child_process";
import { chmod, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import {
  becomeOwner,
  ENTERED_PASSPHRASE,
  runLucid,
  sessionOf,
  startNodeProcess,
  startSession,
  temporaryFolder,
  until,
  writeWalletFile,
} from "./test-node.ts";

it("exports a bundle that verifies and a video that plays, and says why it cannot", async () => {
  await using folder = await temporaryFolder();
  await using node = await startNodeProcess(join(folder.path, "data"));
  const owner = await becomeOwner(node);
  const session = await startSession(owner);
  await until(sessionOf(owner, session), ({ duration }) => duration > 4);
  await owner.client.sessions.stop({ session_id: session });
  await until(sessionOf(owner, session), ({ anchor }) => anchor.status === "final");

  const wallet = await writeWalletFile(owner, join(folder.path, "wallet.json"));
  const out = join(folder.path, "session.lucid");
  const video = join(folder.path, "session.mp4");
  const args = ["export", session, "--wallet", wallet, "--url", `${node.announced.url}/`, "--out", out, "--json"];

  expect(await runLucid(args, { input: "wrong horse\n" })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("passphrase"),
  });
  for (const readable of [out, `${out}.part`, video]) {
    await writeFile(readable, "an earlier export");
    await chmod(readable, 0o644);
  }
  const exported = await runLucid([...args, "--video", video], ENTERED_PASSPHRASE);
  expect(exported).toMatchObject({ code: 0, stderr: "" });
  expect(JSON.parse(exported.stdout)).toMatchObject({
    ...{ session_id: session, path: out },
    video: { path: video, takes: 1, tied: true },
  });
  for (const file of [out, video]) expect([file, ((await stat(file)).mode & 0o777).toString(8)]).toEqual([file, "600"]);
  expect(await runLucid(["verify", out])).toMatchObject({ code: 0, stdout: expect.stringContaining("VERIFIED") });
  const proven = await runLucid(["verify", video]);
  expect(proven).toMatchObject({ code: 0, stdout: expect.stringMatching(/^VERIFIED /) });
  expect(proven.stdout).toMatch(/0:00 to 0:\d\d of this video is chunks? 1.* of \d+: the recorded pictures, unaltered\./);
  const asked = JSON.parse((await runLucid(["verify", video, "--json", "--session", session, "--explain"])).stdout);
  expect(asked).toMatchObject({
    verified: true,
    facts: { sessionId: session, absent: [] },
    video: { parts: [{ state: "proven" }], doubts: [] },
  });
  expect(asked.explanation.checks.map(({ id }: { id: string }) => id)).toContain("pictures");
  expect(await runLucid(["verify", video, "--session", crypto.randomUUID()])).toMatchObject({ code: 1 });
  for (const [way, args] of Object.entries({ copied: ["-c", "copy"], encoded: ["-c:v", "libx264"] })) {
    const copy = join(folder.path, `${way}.mp4`);
    execFileSync("ffmpeg", ["-nostdin", "-v", "error", "-y", "-i", video, ...args, copy]);
    expect(await runLucid(["verify", copy])).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^NOT VERIFIED [^]*This video carries no proof\. A copy that was encoded again/),
    });
  }
  const changed = await readFile(video);
  const media = changed.indexOf("mdat");
  // Its size is one of 64 bits: the middle of the box is a picture, however few there are.
  const inPictures = media + Math.floor(Number(changed.readBigUInt64BE(media + 4)) / 2);
  changed[inPictures] = (changed[inPictures] ?? 0) ^ 1;
  await writeFile(join(folder.path, "changed.mp4"), changed);
  const refused = await runLucid(["verify", join(folder.path, "changed.mp4")]);
  expect(refused).toMatchObject({ code: 1, stdout: expect.stringContaining("video-altered (chunk 1)") });
  expect(refused.stdout).toMatch(/0:00 to 0:\d\d of this video is chunk 1 of \d+: NOT the recorded pictures\./);

  const { secret } = await owner.client.apiKeys.create({ name: "Export", scopes: ["view_own_sessions"] });
  const byProgram = join(folder.path, "by-program.lucid");
  const keyArgs = ["export", session, "--url", node.announced.url, "--out", byProgram];
  expect(await runLucid([...keyArgs, "--api-key", "-"], { input: `${secret}\n` })).toMatchObject({ code: 0, stderr: "" });
  expect(await runLucid(["verify", byProgram])).toMatchObject({ code: 0 });
  expect(await runLucid([...keyArgs, "--api-key", "-", "--video", video], { input: secret })).toMatchObject({ code: 2 });
  expect(await runLucid(keyArgs)).toMatchObject({ code: 2, stderr: expect.stringContaining("--api-key") });

  const bundle = await readFile(out);
  for (const piped of ["-", "/dev/stdin"]) {
    expect(await runLucid(["verify", piped], { input: bundle })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^VERIFIED /),
    });
  }
  expect(await runLucid(["verify", "-"], { input: bundle.subarray(0, -2_000) })).toMatchObject({ code: 1 });
  const named = await runLucid([...args, "--video", "2026-11-28T10:00:00.mp4"], {
    ...ENTERED_PASSPHRASE,
    folder: folder.path,
  });
  expect(named).toMatchObject({ code: 0, stderr: "" });
  expect((await stat(join(folder.path, "2026-11-28T10:00:00.mp4"))).size).toBeGreaterThan(0);
  const probe = execFileSync("ffprobe", [
    "-v",
    "error",
    "-show_entries",
    "stream=width:format=duration",
    "-of",
    "csv=p=0",
    video,
  ]);
  const [width = 0, seconds = 0] = String(probe).trim().split("\n").map(Number);
  expect(width).toBe(1_280);
  // As long as what was recorded, however few pictures a quiet screen needs.
  const { duration } = await sessionOf(owner, session)();
  expect(Math.abs(seconds - duration)).toBeLessThan(2);

  const partial = join(folder.path, "partial.lucid");
  const redacted = ["export", session, ...args.slice(2, 6), "--out", partial, "--json", "--redact"];
  expect(await runLucid([...redacted, "1"], ENTERED_PASSPHRASE)).toMatchObject({ code: 0, stderr: "" });
  const left = await runLucid(["verify", partial, "--json"]);
  expect(JSON.parse(left.stdout)).toMatchObject({ verified: true, facts: { redacted: [[0, 0]] } });
  expect((await runLucid(["verify", partial])).stdout).toContain("Not here: 1 chunk (1).");
  for (const wrong of ["0", "2-1", "a"])
    expect(await runLucid([...redacted, wrong])).toMatchObject({ code: 2, stderr: expect.stringContaining("counted from 1") });

  const unknown = await runLucid(["export", "00000000-0000-4000-8000-000000000000", ...args.slice(2)], {
    ...ENTERED_PASSPHRASE,
  });
  expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining("LUCID_SESSION_ERR_4301") });
});
