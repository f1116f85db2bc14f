import { expect, it } from "vitest";
import { writeCrashReport } from "./crash-report.ts";

const facts = (error: unknown) => ({ version: "1.2.3", at: "2026-11-29T12:00:00.000Z", error });

const CANARIES = [
  "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
  "anna.maier@example.org",
  "/home/anna/recordings/secret.lucid",
  "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8",
];

it.each(CANARIES)("has nothing of %.20s in it", (canary) => {
  const error = new Error(`failed at ${canary}`, { cause: new TypeError(canary) });
  error.stack = `Error: failed at ${canary}\n    at run (file:///home/anna/lucid/run.ts:7:3)\n    at ${canary} (x)`;
  const report = writeCrashReport(facts(error));
  expect(report).not.toContain(canary);
  expect(report).not.toContain("anna");
  expect(report).toContain("  at run, run.ts:7:3");
});

it("says where in the code it happened, and what it came of", () => {
  const report = writeCrashReport(facts(new Error("outer", { cause: new RangeError("inner") })));
  expect(report).toMatch(/^Error: outer$/m);
  expect(report).toMatch(/^because of$/m);
  expect(report).toMatch(/^RangeError: inner$/m);
  expect(report).toMatch(/^ {2}at .*crash-report\.test\.ts:\d+:\d+$/m);
  expect(report).toContain("version   1.2.3");
});

it("takes what is no error, and says nothing of what it holds", () => {
  expect(writeCrashReport(facts("lucid_live_0123456789abcdef"))).not.toContain("0123456789");
});
