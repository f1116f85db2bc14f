import { setupI18n } from "@lingui/core";
import { PERMISSIONS } from "@lucid/contract";
import { expect, it } from "vitest";
import { allAreas, groupsFor, roomsBeside } from "./areas.ts";

const i18n = setupI18n({ locale: "en", messages: { en: {} } });
const everything = { role: "SUPER_ADMIN" as const, permissions: [...PERMISSIONS] };
const auditor = { role: "AUDITOR" as const, permissions: ["view_audit_logs" as const] };
const pathsOf = (areas: readonly { readonly to: string }[]): string[] => areas.map(({ to }) => to);

it("has seven lines at most for whoever may do everything", () => {
  for (const path of ["/", "/admin", "/admin/backup"]) {
    for (const { areas } of groupsFor(everything, path, i18n)) expect(areas.length).toBeLessThanOrEqual(7);
  }
});

it.each([
  ["/admin/audit", ["/admin/audit", "/admin/log"]],
  ["/admin/log", ["/admin/audit", "/admin/log"]],
  ["/admin/webhooks", ["/admin/configuration", "/admin/webhooks", "/admin/backup", "/admin/databases", "/admin/keys"]],
  ["/admin/people/groups", []],
  ["/admin", []],
  ["/sessions", []],
])("leads from %s to the rooms beside it", (path, rooms) => {
  expect(pathsOf(roomsBeside(everything, path, i18n))).toEqual(rooms);
});

it("marks the room of the rail that one is in, and has no room that somebody may not enter", () => {
  expect(groupsFor(everything, "/admin/backup", i18n)[0]?.within).toBe("/admin/configuration");
  const [organisation] = groupsFor(auditor, "/admin/log", i18n);
  expect(pathsOf(organisation?.areas ?? [])).toEqual(["/admin/audit"]);
  const keeper = { role: "ADMIN" as const, permissions: ["manage_system_config" as const] };
  expect(pathsOf(groupsFor(keeper, "/admin/backup", i18n)[0]?.areas ?? [])).toEqual([
    "/admin/webhooks",
    "/admin/backup",
    "/admin/databases",
    "/admin/keys",
  ]);
});

it("leads to wallets only where the node has payments", () => {
  expect(pathsOf(allAreas(everything, i18n))).not.toContain("/wallet");
  expect(pathsOf(allAreas({ ...everything, payments: true }, i18n))).toContain("/wallet");
});

it("has a key of its own for each area", () => {
  const keys = allAreas({ ...everything, payments: true }, i18n).map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
});
