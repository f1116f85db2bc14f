import { expect, it } from "vitest";
import { openTestGround } from "../ground/testing/open-test-ground.ts";
import { startPeople } from "./start-people.ts";

const ADDRESS = "TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeC";

it("does not change an account when what follows from the change cannot be stored", async () => {
  await using ground = await openTestGround();
  await using area = startPeople(ground, { audit: { record: () => undefined } });
  const { user_id } = area.accounts.create(ADDRESS, "USER");
  using _refusing = area.accounts.onRightsChanged(() => {
    throw new Error("no room");
  });
  expect(() => area.accounts.change(user_id, { role: "ADMIN" })).toThrow("no room");
  expect(area.accounts.find(user_id)?.role).toBe("USER");
});

it("tells that somebody has to come in anew where the role or the status is another one, and not for a KYC status", async () => {
  await using ground = await openTestGround();
  await using area = startPeople(ground, { audit: { record: () => undefined } });
  const { user_id } = area.accounts.create(ADDRESS, "USER");
  const told: boolean[] = [];
  using _listening = area.accounts.onRightsChanged(({ comesInAnew }) => void told.push(comesInAnew));
  area.accounts.change(user_id, { kyc_status: "verified" });
  area.accounts.change(user_id, { status: "suspended" });
  area.accounts.change(user_id, { role: "AUDITOR" });
  expect(told).toEqual([false, true, true]);
});
