import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isOpen, type Session } from "@lucid/contract";
import { expect, it } from "vitest";
import {
  becomeOwner,
  descendantsOf,
  exportAndVerify,
  type NodeProcess,
  type Owner,
  type Process,
  returnAsOwner,
  sessionOf,
  signalIfThere,
  startNodeProcess,
  startSession,
  stillRunning,
  temporaryFolder,
  until,
} from "./test-node.ts";

/** Blows; a night has more: `LUCID_CHAOS_ROUNDS=90`, as many as one list of sessions holds. */
const ROUNDS = Number(process.env["LUCID_CHAOS_ROUNDS"] ?? 9);
/** The same seed gives the same sequence of blows; LUCID_CHAOS_SEED tries another. */
const SEED = Number(process.env["LUCID_CHAOS_SEED"] ?? 20_261);

const VICTIMS = ["node", "ffmpeg", "node", "Xvnc", "node", "xrdp", "openbox", "node", "bwrap"] as const;
const MOMENTS = ["starting", "recording", "pausing", "stopping", "resuming"] as const;
/** From "while the first row is written" to "while the anchor is sent". */
const DELAYS_MS = [0, 30, 80, 150, 300, 600, 1_200] as const;

/** What a session has recorded when something is done to it, in seconds. */
const RECORDED_S = 1.5;

/** Mulberry32: small, and good enough to choose where to hit. */
function dice(seed: number): <Item>(items: readonly Item[]) => Item {
  let state = seed;
  return (items) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    const index = ((mixed ^ (mixed >>> 14)) >>> 0) % items.length;
    return items[index] as (typeof items)[number];
  };
}

it("keeps every promise whatever is killed whenever", { timeout: 600_000 + 30_000 * ROUNDS }, async () => {
  await using folder = await temporaryFolder();
  const data = join(folder.path, "data");
  const pick = dice(SEED);
  const seen = new Map<string, Process>();
  const blows: string[] = [];
  let node: NodeProcess = await startNodeProcess(data, ["--log-level", "silent"]);
  await using stack = new AsyncDisposableStack();
  stack.defer(() => node[Symbol.asyncDispose]());
  let owner: Owner = await becomeOwner(node);

  const look = async (): Promise<Process[]> => {
    const family = await descendantsOf(node.announced.pid);
    for (const process of family) seen.set(`${process.pid} ${process.startedAt}`, process);
    return family;
  };

  /** What the client does when the blow falls, and tells that it begins. Its call may fail: what matters is what is left. */
  async function act(moment: (typeof MOMENTS)[number], begins: () => void): Promise<void> {
    if (moment === "starting") begins();
    const session_id = await startSession(owner);
    if (moment === "starting") return;
    await until(sessionOf(owner, session_id), ({ state, duration }) => state !== "recording" || duration >= RECORDED_S);
    begins();
    if (moment === "pausing") await owner.client.sessions.pause({ session_id, reason: "chaos" });
    if (moment === "stopping") await owner.client.sessions.stop({ session_id });
    if (moment === "resuming") {
      await owner.client.sessions.pause({ session_id, reason: "chaos" });
      await owner.client.sessions.resume({ session_id });
    }
  }

  async function hit(name: (typeof VICTIMS)[number]): Promise<void> {
    const family = await look();
    if (name === "node") {
      await node.end("SIGKILL");
      node = await startNodeProcess(data, ["--log-level", "silent"]);
      owner = await returnAsOwner(node, owner);
      return;
    }
    const victim = family.findLast((process) => process.name.startsWith(name) || process.name.startsWith(`X${name.slice(1)}`));
    // Its session may be ending by itself.
    if (victim) signalIfThere(victim.pid, "SIGKILL");
  }

  /** One whose desktop was hit may end by itself meanwhile: what is left of each is looked at in the end. */
  const stopAll = (sessions: readonly Session[]): Promise<unknown> =>
    Promise.allSettled(sessions.map(({ session_id }) => owner.client.sessions.stop({ session_id })));

  for (let round = 0; round < ROUNDS; round += 1) {
    const [victim, moment, delayMs] = [VICTIMS[round % VICTIMS.length] ?? "node", pick(MOMENTS), pick(DELAYS_MS)];
    blows.push(`${victim} while ${moment} after ${delayMs} ms`);
    const begun = Promise.withResolvers<void>();
    const acting = act(moment, begun.resolve).catch((error: unknown) => error);
    // Not by the clock: where the machine is busy, every blow would fall on a desktop that still starts.
    await Promise.race([begun.promise, acting]);
    await sleep(delayMs);
    await hit(victim);
    await acting;
    await look();
    const { sessions } = await owner.client.sessions.list({ limit: 100 });
    const running = sessions.filter(isOpen);
    if (running.length > 2) await stopAll(running);
  }

  const list = async () => (await owner.client.sessions.list({ limit: 100 })).sessions;
  await stopAll((await list()).filter(isOpen));
  const ended = await until(list, (sessions) =>
    sessions.every(({ state, anchor }) => ["failed", "cancelled", "created"].includes(state) || anchor.status === "final"),
  );
  for (const session of ended) {
    const where = `${JSON.stringify(session, undefined, 1)}\nafter ${blows.join("; ")} (seed ${SEED})`;
    const files = await readdir(join(data, "chunks", session.session_id)).catch(() => []);
    const rows = Array.from({ length: session.chunk_count }, (_, index) => `${String(index).padStart(8, "0")}.chunk`);
    expect(new Set(files), where).toEqual(new Set(rows));
    if (session.state === "failed") expect(session.error_message, where).toMatch(/\w+/);
    if (session.anchor.status !== "final") continue;
    expect(["completed", "interrupted"], where).toContain(session.state);
    expect(await exportAndVerify(owner, session.session_id, folder.path), where).toMatchObject({ verified: true });
  }
  expect(ended.filter(({ anchor }) => anchor.status === "final").length).toBeGreaterThanOrEqual(3);

  await look();
  expect(await node.end("SIGTERM")).toBe(0);
  await expect.poll(() => stillRunning([...seen.values()])).toEqual([]);
  expect(await readdir(join(data, "run"))).toEqual([]);
  const left = (await readdir(data, { recursive: true })).filter((name) => /\.(tmp|part|new|next)$/.test(name));
  expect(left).toEqual([]);
});
