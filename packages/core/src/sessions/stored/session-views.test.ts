import { expect, it } from "vitest";
import { openTestRepository, sessionId, sessionRecord } from "../testing/session-fixtures.ts";
import { createSessionViews } from "./session-views.ts";

it("shows no session as recorded whose recording is over, also while its row says so", () => {
  using opened = openTestRepository();
  const { repository } = opened;
  const states = ["recording", "paused", "processing", "stored", "recording"] as const;
  for (const [index, state] of states.entries()) repository.insert(sessionRecord({ sessionId: sessionId(index + 1), state }));
  const head = () => ({ height: 0, hash: "a".repeat(64), time: 0 });
  const views = createSessionViews({
    ...{ clock: { now: () => 0 }, repository, places: { of: () => new Map() }, chain: { read: { head } } },
    live: () => undefined,
    isOver: (id) => id !== sessionId(5),
  });
  const shown = states.map((_, index) => views.fresh(sessionId(index + 1)).state);
  expect(shown).toEqual(["processing", "processing", "processing", "stored", "recording"]);
});
