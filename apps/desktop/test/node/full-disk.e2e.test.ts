import { rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import {
  becomeOwner,
  exportAndVerify,
  factsOf,
  ownGaps,
  sessionOf,
  startNodeProcess,
  startSession,
  temporaryFolder,
  until,
} from "./test-node.ts";

/** More than a session needs to start, little enough to be filled in a moment. */
const DISK = "mount -t tmpfs -o size=420m none /mnt";

it("freezes, goes on with a proven gap and loses nothing when the disk fills up under a session", async () => {
  await using folder = await temporaryFolder();
  await using node = await startNodeProcess("/mnt/data", ["--log-level", "silent"], { prepare: DISK });
  const disk = `/proc/${node.announced.pid}/root/mnt`;
  const owner = await becomeOwner(node);
  const { sessions } = owner.client;
  const earlier = await startSession(owner, { name: "Earlier" });
  await until(sessionOf(owner, earlier), ({ duration }) => duration > 1);
  await sessions.stop({ session_id: earlier });
  const unstarted = await sessions.create({ name: "Later", consent: { text: "Recorded.", accepted: true } });
  const { text } = await sessions.grant({ session_id: unstarted.session_id });
  const session = await startSession(owner);
  await until(sessionOf(owner, session), ({ anchored_chunk_count }) => anchored_chunk_count >= 1);
  await until(sessionOf(owner, earlier), ({ anchor }) => anchor.status === "final");

  await fill(disk);
  const start = sessions.start({ session_id: unstarted.session_id, grant_signature: owner.wallet.signMessage(text) });
  await expect(start).rejects.toThrow("LUCID_SESSION_ERR_4307");
  const long = "x".repeat(4_000);
  const write = async () => {
    for (const session_id of [earlier, unstarted.session_id]) await owner.client.notes.add({ session_id, text: long });
  };
  await expect(untilRefused(write)).rejects.toThrow("LUCID_ERR_5008");
  const frozen = await until(sessionOf(owner, session), ({ input_frozen }) => input_frozen);
  expect(frozen).toMatchObject({
    state: "recording",
    reason: { code: "storage-blocked" },
    error_message: expect.stringContaining("room"),
  });
  const open = await until(sessionOf(owner, session), ({ gaps }) => ownGaps(gaps).length > 0);
  expect(ownGaps(open.gaps)).toMatchObject([
    { kind: "recorder_lost", reason: expect.stringMatching(/^storage-blocked: /), to: null },
  ]);
  expect(await (await fetch(`${node.announced.url}/health`)).json()).toMatchObject({
    status: "unhealthy",
    dependencies: { storage: { ok: false } },
  });
  const ready = await fetch(`${node.announced.url}/health/ready`);
  expect([ready.status, await ready.json()]).toMatchObject([503, { ready: false, failing: { storage: { ok: false } } }]);
  expect(await exportAndVerify(owner, earlier, folder.path)).toMatchObject({ verified: true });

  await rm(join(disk, "fill"));
  await until(sessionOf(owner, session), ({ input_frozen }) => !input_frozen);
  await until(
    async () => (await fetch(`${node.announced.url}/health/ready`)).status,
    (status) => status === 200,
  );
  await until(sessionOf(owner, session), ({ gaps }) => ownGaps(gaps).some(({ to }) => to !== null));
  await sessions.stop({ session_id: session });
  const facts = factsOf(await exportAndVerify(owner, session, folder.path));
  expect(facts.end).toBe("stopped");
  expect(ownGaps(facts.gaps)).toMatchObject([{ kind: "recorder_lost", reason: expect.stringMatching(/^storage-blocked: /) }]);
  expect(await sessionOf(owner, session)()).toMatchObject({ error_message: null });
  expect(
    await sessions.start({ session_id: unstarted.session_id, grant_signature: owner.wallet.signMessage(text) }),
  ).toMatchObject({ state: "recording" });
});

/** The log of a database has some room of its own, which it uses again: what fits in there is taken in also when the disk is full. */
async function untilRefused(write: () => Promise<unknown>): Promise<void> {
  for (let times = 0; times < 200; times += 1) await write();
}

/** Takes every free byte, also the last page. */
async function fill(disk: string): Promise<void> {
  const { bavail, bsize } = await statfs(disk);
  await expect(writeFile(join(disk, "fill"), new Uint8Array(bavail * bsize + bsize))).rejects.toThrow("ENOSPC");
}
