import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { scenariosIn } from "./faults.ts";

it("reads every scenario of the fault report, and which of them missed something", () => {
  const page = readFileSync(new URL("../../docs/fault-report.md", import.meta.url), "utf8");
  const [, held = "", all = ""] = /^(\d+) of (\d+) scenarios held/m.exec(page) ?? [];
  const rows = scenariosIn(page);
  expect(rows.length).toBe(Number(all));
  expect(rows.filter((row) => row.held).length).toBe(Number(held));
  const [, first = ""] = /^## (\S+)$/m.exec(page) ?? [];
  const worse = page.replace(`## ${first}\n`, `## ${first}: missed\n`).replace("| yes |\n", "| **no** |\n");
  expect(scenariosIn(worse)[0]).toMatchObject({ what: first, held: false });
});
