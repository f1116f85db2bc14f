import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import {
  becomeOwner,
  descendantsOf,
  exportAndVerify,
  factsOf,
  type NodeProcess,
  ownGaps,
  returnAsOwner,
  sessionOf,
  signalIfThere,
  startNodeProcess,
  startSession,
  stillRunning,
  temporaryFolder,
  until,
} from "./test-node.ts";

/** Longer than a gap must be to be one, shorter than a recorder that is given up. */
const STOPPED_MS = 2_500;

/** The pid of the first program of a name below a node. */
async function programOf({ announced }: NodeProcess, name: RegExp): Promise<number> {
  const found = (await descendantsOf(announced.pid)).find((process) => name.test(process.name));
  if (!found) throw new Error(`The node runs no ${name}`);
  return found.pid;
}

it("seals what is recorded when the node is killed, and loses at most the open chunk", async () => {
  await using folder = await temporaryFolder();
  const data = join(folder.path, "data");
  await using first = await startNodeProcess(data);
  const owner = await becomeOwner(first);
  const session = await startSession(owner);
  await until(sessionOf(owner, session), ({ anchored_chunk_count }) => anchored_chunk_count >= 1);
  const family = await descendantsOf(first.announced.pid);
  expect(family.map((process) => process.name)).toEqual(expect.arrayContaining(["ffmpeg"]));
  const stored = (await sessionOf(owner, session)()).chunk_count;
  await first.end("SIGKILL");
  await until(
    () => stillRunning(family),
    (left) => left.length === 0,
  );

  await using second = await startNodeProcess(data);
  expect(second.announced.setupCode).toBeUndefined();
  const again = await returnAsOwner(second, owner);
  const interrupted = await sessionOf(again, session)();
  expect(interrupted).toMatchObject({ state: "interrupted", end: "interrupted" });
  expect(interrupted.chunk_count).toBe((await readdir(join(data, "chunks", session))).length);
  const verdict = await exportAndVerify(again, session, folder.path);
  expect(verdict).toMatchObject({ verified: true, facts: { end: "interrupted", chunkCount: interrupted.chunk_count } });
  expect(interrupted.chunk_count).toBeGreaterThanOrEqual(stored);
});

it("stops on Ctrl-C, leaves no process behind and keeps the open chunk", async () => {
  await using folder = await temporaryFolder();
  const data = join(folder.path, "data");
  await using first = await startNodeProcess(data);
  const owner = await becomeOwner(first);
  const session = await startSession(owner);
  await until(sessionOf(owner, session), ({ duration }) => duration > 3);
  const family = await descendantsOf(first.announced.pid);
  const stored = (await sessionOf(owner, session)()).chunk_count;
  expect(await first.end("SIGINT")).toBe(0);
  await expect.poll(() => stillRunning(family)).toEqual([]);

  await using second = await startNodeProcess(data);
  const again = await returnAsOwner(second, owner);
  const facts = factsOf(await exportAndVerify(again, session, folder.path));
  expect(facts.end).toBe("interrupted");
  expect(facts.chunkCount).toBeGreaterThan(stored);
  expect(facts.endedAtMs - facts.startedAtMs).toBeGreaterThan(2_000);
});

it("goes on with a proven gap when ffmpeg is killed", async () => {
  await using folder = await temporaryFolder();
  await using node = await startNodeProcess(join(folder.path, "data"));
  const owner = await becomeOwner(node);
  const session = await startSession(owner);
  await until(sessionOf(owner, session), ({ duration }) => duration > 3);
  const recorder = await programOf(node, /^ffmpeg$/);
  process.kill(recorder, "SIGKILL");
  await until(sessionOf(owner, session), ({ chunk_count, gaps }) => chunk_count >= 2 && gaps.some((gap) => gap.to !== null));
  await owner.client.sessions.stop({ session_id: session });
  const facts = factsOf(await exportAndVerify(owner, session, folder.path));
  expect(facts.end).toBe("stopped");
  expect(ownGaps(facts.gaps)).toMatchObject([{ kind: "recorder_lost" }]);
});

it("proves a gap with its reason when ffmpeg or the display stood still, and freezes input meanwhile", async () => {
  await using folder = await temporaryFolder();
  await using node = await startNodeProcess(join(folder.path, "data"));
  const owner = await becomeOwner(node);
  const session = await startSession(owner);
  await until(sessionOf(owner, session), ({ duration }) => duration > 3);
  for (const name of [/^ffmpeg$/, /^(Xvnc|Xtigervnc)/]) {
    const program = await programOf(node, name);
    process.kill(program, "SIGSTOP");
    await until(sessionOf(owner, session), ({ gaps, input_frozen }) => input_frozen && gaps.some((gap) => gap.to === null));
    await sleep(STOPPED_MS);
    // One that stood for long is given up on a slow machine, and another one goes on in its place.
    signalIfThere(program, "SIGCONT");
    await until(
      sessionOf(owner, session),
      ({ gaps, input_frozen }) => !input_frozen && gaps.some((gap) => gap.to !== null) && gaps.every((gap) => gap.to !== null),
    );
  }
  await owner.client.sessions.stop({ session_id: session });
  const facts = factsOf(await exportAndVerify(owner, session, folder.path));
  expect(facts.end).toBe("stopped");
  expect(ownGaps(facts.gaps)).toEqual([]);
  for (const reason of [/^display-silent: /, /^encoder-stalled: /])
    expect(facts.gaps).toContainEqual(expect.objectContaining({ reason: expect.stringMatching(reason) }));
});

it("ends and seals the session when its display is killed", async () => {
  await using folder = await temporaryFolder();
  await using node = await startNodeProcess(join(folder.path, "data"));
  const owner = await becomeOwner(node);
  const session = await startSession(owner);
  await until(sessionOf(owner, session), ({ duration }) => duration > 3);
  const family = await descendantsOf(node.announced.pid);
  process.kill(await programOf(node, /^(Xvnc|Xtigervnc)/), "SIGKILL");
  const ended = await until(sessionOf(owner, session), ({ anchor }) => anchor.status === "final");
  expect(ended.end).toBe("desktop_lost");
  await expect.poll(() => stillRunning(family.filter((process) => process.name !== "node"))).toEqual([]);
  expect(await exportAndVerify(owner, session, folder.path)).toMatchObject({ verified: true, facts: { end: "desktop_lost" } });
});
