import { hostname } from "node:os";
import { expect, it } from "vitest";
import { coverPrivate, ownNames } from "./cover-private.ts";
import { type ReportFacts, writeProblemReport } from "./problem-report.ts";

/** Things that must never be in a report, each in the form in which it would get there. */
const CANARIES = [
  "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
  "lucid_live_0123456789abcdef",
  "AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ",
  "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong",
  "ab".repeat(65),
  "anna.maier@example.org",
  "https://lucid.example.org/join#invite=abc",
  "/home/anna/recordings/secret.lucid",
  "C:\\Users\\anna\\secret.lucid",
  "192.168.7.12:8080",
  "2001:db8::7",
  "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8",
  "0198c0de-1111-4111-8111-111111111111",
  "cd".repeat(32),
  "expyuzz4wqqyqhjnabcdefgh.onion",
];

const facts = (text: string): ReportFacts => ({
  version: "1.2.3",
  madeAt: "2026-11-29T12:00:00.000Z",
  uptime: 61.4,
  settings: [
    { key: "trusted_hosts", value: [text], source: "stored" },
    { key: "smtp_password_file", value: text, source: "file" },
    { key: "environment", value: text, source: "environment" },
    { key: "max_sessions", value: 7, source: "flag" },
    { key: "registration", value: "open", source: "stored", words: ["open", "closed"] },
    { key: "rdp_host", value: text, source: "default" },
  ],
  parts: { disk: { ok: false, detail: `failed: ${text} is full`, last_success: null } },
  units: [
    {
      unit_id: 1,
      kind: "recorder",
      name: text,
      state: "failed",
      since: "2026-11-29T12:00:00.000Z",
      restarts: 5,
      last_success: null,
    },
  ],
  machine: [["Xvnc", `found at ${text}`]],
  log: [
    {
      id: 1,
      timestamp: "2026-11-29T11:59:00.000Z",
      level: "warn",
      part: "sessions",
      message: `the recorder ended: ${text}`,
      data: {
        reason: `it said ${text}`,
        err: { type: "Error", message: text, stack: `Error: ${text}\n    at run (file://${text}/run.ts:7:3)` },
        name: text,
        label: [text],
        frames: 7,
        [text]: true,
      },
    },
    {
      id: 2,
      timestamp: "2026-11-29T11:59:30.000Z",
      level: "info",
      part: "node",
      message: "audit",
      data: { log: "audit", action: "session.paused", outcome: "ok", reason: "Anna Maier rang", details: { reason: text } },
    },
  ],
});

it.each(CANARIES)("has nothing of %.20s in it, wherever it stood", (canary) => {
  expect(writeProblemReport(facts(canary))).not.toContain(canary);
});

it("names neither the machine nor its user", () => {
  expect(coverPrivate(`on ${hostname()} it failed`)).not.toContain(hostname());
});

it("says what helps", () => {
  const report = writeProblemReport(facts("x"));
  for (const line of [
    "version   1.2.3",
    "running   61 s",
    "FAILING disk: failed: x is full",
    "failed, restarted 5 times: recorder",
    "Xvnc: found at x",
    "max_sessions = 7 (flag)",
    "registration = open (stored)",
    "environment = set (environment)",
    "trusted_hosts = set (stored)",
    '2026-11-29T11:59:00.000Z warn sessions: the recorder ended: x reason="it said x" err={type="Error"',
    "name=<text> label=<text> frames=7",
    'audit log="audit" action="session.paused" outcome="ok" reason=<text> details={reason=<text>}',
  ])
    expect(report).toContain(line);
  expect(report).not.toContain("rdp_host");
});

it("says that no log is kept where none is", () => {
  expect(writeProblemReport({ ...facts("x"), log: [] })).toContain("none is kept");
});

it("covers what names there are where the user has neither an account nor a home", () => {
  const none = (): never => {
    throw Object.assign(new Error("A system error occurred: uv_os_get_passwd returned ENOENT"), { code: "ERR_SYSTEM_ERROR" });
  };
  expect(ownNames([none, () => "atlas", none])).toEqual(["atlas"]);
});
