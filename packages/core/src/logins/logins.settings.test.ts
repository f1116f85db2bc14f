import { expect, it } from "vitest";
import { z } from "zod";
import { loginsOptions, loginsSettings } from "./logins.settings.ts";

const Settings = z.object(loginsSettings);

it("takes passkeys under the https names of the node only", () => {
  const settings = { ...Settings.parse({}), trusted_hosts: ["https://node.example", "plain.example", "http://old.example"] };
  expect(loginsOptions(settings, "n")).toMatchObject({ origins: ["https://node.example"], secondFactorRoles: [] });
});

it("takes roles for the second factor, and nothing else", () => {
  expect(Settings.parse({ second_factor_roles: "ADMIN,SUPER_ADMIN" }).second_factor_roles).toEqual(["ADMIN", "SUPER_ADMIN"]);
  expect(Settings.safeParse({ second_factor_roles: "ADMIN,OWNER" }).error?.issues[0]?.message).toMatch(/^must be roles: USER, /);
});
