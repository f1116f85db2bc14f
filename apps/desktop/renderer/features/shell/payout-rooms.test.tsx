import { setupI18n } from "@lingui/core";
import { expect, it } from "vitest";
import { allAreas, roomsBeside, type Viewer } from "./areas.ts";

const i18n = setupI18n({ locale: "en", messages: { en: {} } });
const owner: Viewer = {
  role: "SUPER_ADMIN",
  permissions: ["view_all_users", "view_all_payouts", "view_own_payouts"],
  payments: true,
};

it("leads to payouts and invoices beside people, and to earnings, only where the node has payments", () => {
  expect(roomsBeside(owner, "/admin/payouts", i18n).map(({ to }) => to)).toEqual([
    ...["/admin/people", "/admin/payouts", "/admin/invoices"],
  ]);
  const without = { ...owner, payments: false };
  expect(roomsBeside(without, "/admin/people", i18n)).toEqual([]);
  const paths = (viewer: Viewer) => allAreas(viewer, i18n).map(({ to }) => to);
  expect(paths(owner)).toEqual(expect.arrayContaining(["/earnings", "/wallet", "/admin/payouts", "/admin/invoices"]));
  for (const path of ["/earnings", "/wallet", "/admin/payouts", "/admin/invoices"]) expect(paths(without)).not.toContain(path);
  expect(paths({ ...owner, permissions: [] })).not.toContain("/earnings");
});
