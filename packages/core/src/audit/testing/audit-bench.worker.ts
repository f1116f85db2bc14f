import { hash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { pipeline } from "node:stream/promises";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { AuditFilter } from "@lucid/contract";
import { systemClock } from "@lucid/foundation";
import { createAuditLogCheck } from "@lucid/proof";
import { openTestGround } from "../../ground/testing/open-test-ground.ts";
import type { AuditLine } from "../create-audit-log.ts";
import { startAudit } from "../start-audit.ts";
import type { AuditHost } from "../store/audit-store.ts";
import { AUDIT_START_MS, openTestStore, testRecord } from "./open-test-audit.ts";

/** The audit log of a busy node, for bench/audit.bench.ts: how many entries, how many of them a second. The answer is one line of JSON. */
const [entries = 1_000_000, perSecond = 2_000, seconds = 10] = process.argv.slice(2).map(Number);
const DAYS_MS = 90 * 86_400_000;
const ACTIONS = [
  "sessions.create",
  "sessions.start",
  "sessions.stop",
  "logins.login",
  "logins.refresh",
  "bulk.chunk",
  "people.updateMe",
  "notes.add",
];
const OUTCOMES = ["ok", "ok", "ok", "ok", "ok", "ok", "LUCID_ERR_2004", "LUCID_SESSION_ERR_4304"];

const idOf = (number: number): string => `0198c0de-0000-4000-8000-${number.toString(16).padStart(12, "0")}`;

const lineOf = (number: number): AuditLine => ({
  action: ACTIONS[(number * 7) % ACTIONS.length] ?? "",
  outcome: OUTCOMES[(number * 11) % OUTCOMES.length] ?? "",
  user_id: idOf(number % 1_000),
  target: idOf(1_000_000 + (number % 50_000)),
  login_session_id: idOf(2_000_000 + (number % 5_000)),
  ip: `10.0.${number % 16}.${number % 200}`,
  user_agent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36",
  door: "http",
  request_id: idOf(10_000_000 + number),
  details: { count: number % 100, reason: number % 1_000 === 0 ? "the quarterly audit" : "routine" },
});

const searches: readonly AuditFilter[] = [
  {},
  { q: "quarterly" },
  { q: "routine sessions" },
  { action: "sessions.start", status: "failure" },
  { event_type: "authorization" },
  { severity: "warning", event_type: "authentication" },
  { resource_id: idOf(1_000_123) },
  { q: idOf(10_000_500) },
  {
    from: new Date(AUDIT_START_MS + DAYS_MS / 2).toISOString(),
    to: new Date(AUDIT_START_MS + DAYS_MS / 2 + 86_400_000).toISOString(),
  },
  { to: new Date(AUDIT_START_MS + DAYS_MS / 3).toISOString(), q: "login", status: "success" },
];

await using ground = await openTestGround();
const path = join(ground.folder.path, "audit.db");
{
  using store = openTestStore(path);
  const BATCH = 2_000;
  for (let first = 0; first < entries; first += BATCH) {
    const records = Array.from({ length: Math.min(BATCH, entries - first) }, (_, at) =>
      testRecord(lineOf(first + at), ((first + at) / entries) * DAYS_MS),
    );
    store.append({ records, isAgain: false });
  }
}
const program = fileURLToPath(new URL("../store/store.worker.ts", import.meta.url));
await using audit = await startAudit({ ...ground, clock: systemClock }, { program });

/** 99th percentile of how late the event loop runs, in milliseconds, while something is done for some seconds. */
async function lateness(step: (tick: number) => void): Promise<number> {
  const gauge = monitorEventLoopDelay({ resolution: 1 });
  const TICK_MS = 10;
  const startedMs = performance.now();
  gauge.enable();
  for (let tick = 0; tick < (seconds * 1_000) / TICK_MS; tick += 1) {
    step(tick);
    await setTimeout(Math.max(0, startedMs + (tick + 1) * TICK_MS - performance.now()));
  }
  gauge.disable();
  return gauge.percentile(99) / 1e6;
}

const idle = await lateness(() => undefined);
let written = 0;
const startedMs = performance.now();
const busy = await lateness(() => {
  const due = Math.floor(((performance.now() - startedMs) * perSecond) / 1_000);
  for (; written < due; written += 1) audit.record(lineOf(written));
});
const waiting = audit.writer.waiting();
await audit.writer.flush();
const rate = written / ((performance.now() - startedMs) / 1_000);

async function timed(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}
const store: Pick<AuditHost, "ask"> = audit.store;
const searchMs: number[] = [];
for (let round = 0; round < 30; round += 1)
  for (const filter of searches) searchMs.push(await timed(() => store.ask("list", { filter, limit: 50 })));

const { size, head, beginning, logId } = await store.ask("head", null);
const file = join(ground.folder.path, "audit.jsonl");
async function* lines() {
  for (let after: number | undefined = 0; after !== undefined; ) {
    const part: { text: string; next: number | undefined } = await store.ask("exportPart", {
      filter: {},
      format: "jsonl",
      after,
      until: size,
      limit: 1_000,
    });
    yield part.text;
    after = part.next;
  }
}
const exportMs = await timed(() => pipeline(lines, createWriteStream(file)));

const check = createAuditLogCheck((text) => hash("sha256", text, "hex"));
const genesis = JSON.parse(process.env["LUCID_BENCH_GENESIS"] ?? "null") as unknown;
check.push(JSON.stringify({ audit_log: { beginning: JSON.parse(beginning) as unknown, genesis, first: 1, filter: null } }));
const verifyMs = await timed(async () => {
  let rest = "";
  for await (const piece of createReadStream(file, { encoding: "utf8", highWaterMark: 1_048_576 })) {
    const found = (rest + String(piece)).split("\n");
    rest = found.pop() ?? "";
    for (const line of found) check.push(line);
  }
});
const storeMs = await timed(async () => {
  let at = { checkedTo: 0, hash: logId };
  while (at.checkedTo < size) at = await store.ask("check", { after: at.checkedTo, hash: at.hash, limit: 5_000 });
  if (at.hash !== head) throw new Error("The log does not check");
});
if (check.checked !== size) throw new Error(`Only ${check.checked} of ${size} entries were checked`);

process.stdout.write(`${JSON.stringify({ size, idle, busy, waiting, rate, searchMs, exportMs, verifyMs, storeMs })}\n`);
