import { expect, it } from "vitest";
import { OTHER_USER, openTestRepository, sessionId, sessionRecord, USER } from "../testing/session-fixtures.ts";
import { testCaller } from "../testing/test-caller.ts";
import { countLive } from "./count-live.ts";
import { createSessionAccess } from "./session-access.ts";

it("counts the sessions of others only for those who may see them", () => {
  using test = openTestRepository();
  const { repository } = test;
  const records = [sessionRecord(), sessionRecord({ sessionId: sessionId(2), userId: OTHER_USER })];
  for (const record of records) repository.insert(record);
  const live = new Map(records.map((record) => [record.sessionId, record]));
  const count = (...caller: Parameters<typeof testCaller>) =>
    countLive({ repository, access: createSessionAccess(repository), live }, testCaller(...caller));
  expect([count(USER, []), count(OTHER_USER, []), count(USER, ["view_all_sessions"])]).toEqual([1, 1, 2]);
});
