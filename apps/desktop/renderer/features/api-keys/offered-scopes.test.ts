import { PERMISSIONS } from "@lucid/contract";
import { expect, it } from "vitest";
import { offeredScopes } from "./offered-scopes.ts";

it("offers what the account may and some call needs, and nothing that is for persons", () => {
  expect(offeredScopes(["view_own_sessions", "manage_mongodb_instances", "assign_roles"])).toEqual(["view_own_sessions"]);
  const all = offeredScopes(PERMISSIONS);
  expect(all).toEqual(expect.arrayContaining(["view_own_sessions", "view_blockchain_info"]));
  expect(all).not.toContain("assign_roles");
});
