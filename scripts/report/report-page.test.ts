import { expect, it } from "vitest";
import { reportPage } from "./report-page.ts";

const circumstances = { version: "1.0.0", commit: "abc", date: "2026-01-02", machine: "2 cores" };
const row = (held: boolean) => ({ what: "a | b", must: "at most 1", was: "2\nor so", held });

it("says of each thing whether it held, and of how many", () => {
  const page = reportPage(
    { kind: "security", parts: [{ title: "Doors", how: "By hand.", rows: [row(true), row(false)] }] },
    circumstances,
  );
  expect(page).toContain(
    "# Security of 1.0.0\n\nWritten by `npm run report -- security` on 2026-01-02, at commit abc, on 2 cores. 1 of 2 held.",
  );
  expect(page).toContain("| a \\| b | at most 1 | 2 or so | yes |\n| a \\| b | at most 1 | 2 or so | **no** |\n");
});

it("is none where nothing was looked at", () => {
  expect(() => reportPage({ kind: "readiness", parts: [{ title: "X", how: "", rows: [] }] }, circumstances)).toThrow(
    "nothing in it",
  );
});
