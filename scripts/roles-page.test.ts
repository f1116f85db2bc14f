import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { rolesPage } from "./roles-page.ts";

it("keeps the page of roles as the contract and the rights in the code say", () => {
  expect(readFileSync(new URL("../docs/roles.md", import.meta.url), "utf8")).toBe(rolesPage());
});
