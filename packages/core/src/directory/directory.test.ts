import { expect, it } from "vitest";
import { openTestGround } from "../ground/testing/open-test-ground.ts";
import { startPeople } from "../people/index.ts";
import { testCaller } from "../sessions/testing/test-caller.ts";
import { startDirectory } from "./start-directory.ts";

const caller = testCaller("11111111-1111-4111-8111-111111111111", ["view_all_users"]);

it("lists accounts in pages, narrowed as asked", async () => {
  await using ground = await openTestGround();
  const audit = { record: () => undefined };
  await using people = startPeople(ground, { audit });
  const logins = { openOf: () => [], endAllOf: () => 0 };
  const sessions = {
    ...{ usageOf: () => ({ count: 0, size_bytes: 0 }), openOf: () => 0, removeDrafts: async () => undefined },
    ...{ endOf: async () => undefined, recheckClients: () => undefined },
  };
  await using area = await startDirectory(ground, [], { ...people, logins, sessions, policies: { naming: () => [] } });
  const first = people.accounts.create("TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeC", "USER");
  people.accounts.create("TJRabPrwbZy45sbavfcjinPJC18kjpRTv8", "ADMIN");
  const list = (filter: object) => area.services?.directory?.list({ page: 1, limit: 1, ...filter }, caller);
  expect(await list({})).toMatchObject({ pagination: { page: 1, limit: 1, total: 2, pages: 2 }, users: [{ role: "ADMIN" }] });
  expect(await list({ q: "TJRyW" })).toMatchObject({ pagination: { total: 1 }, users: [{ user_id: first.user_id }] });
  expect(await list({ status: "suspended" })).toMatchObject({ pagination: { total: 0 }, users: [] });
});
