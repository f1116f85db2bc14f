import { hash } from "node:crypto";
import { silentLog } from "@lucid/foundation/testing";
import { createAuditLogCheck } from "@lucid/proof";
import { expect, it } from "vitest";
import { openTestGround, type TestGround } from "../ground/testing/open-test-ground.ts";
import { startLucidChain } from "../lucid-chain/index.ts";
import { testCaller } from "../sessions/testing/test-caller.ts";
import { createExports } from "./create-exports.ts";
import { type AuditArea, startAudit } from "./start-audit.ts";
import { startRetention } from "./start-retention.ts";

const DAY_MS = 86_400_000;

/** Only the time of day goes on: what a node does each minute of it is not asked for here. */
const later = ({ clock }: TestGround, days: number): void => clock.setNow(clock.now() + days * DAY_MS);

/** A log with an entry a day, of the days 0 to 5, 100 days later. */
async function openOldLog() {
  const stack = new AsyncDisposableStack();
  const ground = stack.use(await openTestGround());
  const audit = stack.use(await startAudit(ground, {}));
  for (let day = 0; day <= 5; day += 1) {
    audit.record({ action: "sessions.start", outcome: "ok", details: { day } });
    later(ground, 1);
  }
  await audit.writer.flush();
  later(ground, 94);
  return { ground, audit, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

interface OldLog {
  readonly ground: TestGround;
  readonly audit: AuditArea;
}

/** `days` collects what is to be done each day. */
const retain = ({ ground, audit }: OldLog, retentionDays: number, days: (() => void)[] = []) => {
  const every = (_ms: number, work: () => void): Disposable => {
    days.push(work);
    return { [Symbol.dispose]: () => undefined };
  };
  return startRetention({ ...ground, every, audit, log: silentLog }, { retentionDays });
};

async function verified({ ground, audit }: OldLog) {
  await using lucid = await startLucidChain(ground, { blockInterval: 10 });
  const { open } = createExports({ audit, chain: lucid.chain, keys: ground.keys, clock: ground.clock });
  const { stream } = await open({ format: "jsonl" }, testCaller("11111111-1111-4111-8111-111111111111", ["view_audit_logs"]));
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  const check = createAuditLogCheck((text) => hash("sha256", text, "hex"));
  for (const line of Buffer.concat(pieces).toString().trimEnd().split("\n")) check.push(line);
  return check.end();
}

it("removes what is older than it may be, tells of it in the log, and what is left verifies", async () => {
  await using log = await openOldLog();
  {
    await using _retention = retain(log, 97);
    await expect.poll(() => log.audit.store.ask("sweep", 1)).toBe(0);
    await expect.poll(async () => (await log.audit.store.ask("head", null)).first).toBe(4);
  }
  const { entries } = await log.audit.store.ask("list", { filter: {}, limit: 10 });
  expect(entries.map(({ sequence }) => sequence)).toEqual([7, 6, 5, 4]);
  expect(JSON.parse(entries[0]?.content ?? "")).toMatchObject({
    action: "audit.cleaned_up",
    event: "DATA_DELETED",
    details: { first: 1, last: 3, count: 3, retention_days: 97, last_hash: await log.audit.store.ask("hashOf", 3) },
  });
  expect(await verified(log)).toMatchObject({ verified: true, facts: { first: 4, size: 7 } });
});

it("leaves a log alone of which nothing is old", async () => {
  await using log = await openOldLog();
  await retain(log, 200)[Symbol.asyncDispose]();
  expect(await log.audit.store.ask("head", null)).toMatchObject({ first: 1, size: 6 });
});

it("goes on each day, and tells each time", async () => {
  await using log = await openOldLog();
  const days: (() => void)[] = [];
  await using _retention = retain(log, 97, days);
  const first = async () => (await log.audit.store.ask("head", null)).first;
  await expect.poll(first).toBe(4);
  later(log.ground, 1);
  for (const work of days) work();
  await expect.poll(first).toBe(5);
  expect((await log.audit.store.ask("list", { filter: { action: "audit.cleaned_up" }, limit: 10 })).entries).toHaveLength(2);
});
