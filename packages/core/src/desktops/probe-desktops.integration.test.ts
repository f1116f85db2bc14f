import { expect, it } from "vitest";

import { probeDesktops } from "./probe-desktops.ts";

it("finds every program on a machine that was set up, tries a sandbox, and says how sandboxes are bounded", async () => {
  const checks = await probeDesktops();
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  const detail = (name: string): string => checks.find((check) => check.name === name)?.detail ?? "";
  expect(detail("Xvnc")).toContain("TigerVNC");
  expect(detail("user namespaces")).toBe("a sandbox starts");
  expect(detail("limits of desktops")).toMatch(/control groups|process limits/);
});
