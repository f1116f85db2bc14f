import { pino } from "pino";
import { expect, it } from "vitest";
import type { AuditedCall } from "../calls/index.ts";
import { createAuditLog } from "./create-audit-log.ts";

function openAuditLog() {
  const lines: Record<string, unknown>[] = [];
  const log = pino({ base: null, timestamp: false }, { write: (line) => void lines.push(JSON.parse(line)) });
  let now = 0;
  const audit = createAuditLog({ clock: { elapsed: () => now }, log, write: () => undefined });
  return { audit, lines, wait: (ms: number) => (now += ms) };
}

const call: AuditedCall = {
  requestId: "r",
  door: "http",
  ip: "127.0.0.1",
  userId: "user",
  target: "session",
  loginSessionId: "login",
  procedure: "sessions.start",
  permission: "create_session",
  outcome: "ok",
  durationMs: 1,
};

it("writes calls and what the node did as lines of one form", () => {
  const { audit, lines } = openAuditLog();
  audit.call(call);
  audit.record({ action: "logins.account_locked", outcome: "2026-01-01T00:00:00.000Z", target: "T1", ip: "127.0.0.1" });
  audit.record({ action: "people.suspended", outcome: "ok", target: "T2", ip: "127.0.0.1", details: { hours: 8, before: null } });
  const common = { level: 30, log: "audit", msg: "audit", ip: "127.0.0.1" };
  const who = { user_id: "user", target: "session", login_session_id: "login" };
  expect(lines).toEqual([
    { ...common, action: "sessions.start", outcome: "ok", ...who, door: "http", request_id: "r" },
    { ...common, action: "logins.account_locked", outcome: "2026-01-01T00:00:00.000Z", target: "T1" },
    { ...common, action: "people.suspended", outcome: "ok", target: "T2", details: { hours: 8, before: null } },
  ]);
});

it("writes one line for a recording that is played, and each time somebody else or a refusal comes", () => {
  const { audit, lines, wait } = openAuditLog();
  const chunk = { ...call, procedure: "bulk.chunk" };
  for (let index = 0; index < 50; index += 1) audit.call(chunk);
  expect(lines).toHaveLength(1);
  audit.call({ ...chunk, userId: "other" });
  audit.call({ ...chunk, target: "another session" });
  audit.call({ ...chunk, outcome: "LUCID_ERR_2004" });
  audit.call({ ...chunk, outcome: "LUCID_ERR_2004" });
  expect(lines).toHaveLength(5);
  wait(600_000);
  audit.call(chunk);
  expect(lines).toHaveLength(6);
});
