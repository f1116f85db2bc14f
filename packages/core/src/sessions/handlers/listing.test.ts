import { createTestClock } from "@lucid/foundation/testing";
import { expect, it } from "vitest";
import { createOwnPlaces } from "../stored/own-places.ts";
import { createSessionRepository } from "../stored/session-repository.ts";
import type { SessionRecord } from "../stored/session-row.ts";
import { createSessionViews } from "../stored/session-views.ts";
import { countQueries } from "../testing/count-queries.ts";
import {
  chunkEntry,
  OTHER_USER,
  openTestRepository,
  STARTED_AT,
  sessionId,
  sessionRecord,
  USER,
} from "../testing/session-fixtures.ts";
import { testCaller } from "../testing/test-caller.ts";
import { createListHandlers } from "./listing.ts";
import { createSessionAccess } from "./session-access.ts";

const [node, root] = ["a".repeat(64), "b".repeat(64)];
const caller = testCaller(USER, ["view_all_sessions"]);

/** A node with so many sessions, each with two chunks of which the chain has the first. */
function openListing(sessions: number) {
  const test = openTestRepository();
  for (let number = 1; number <= sessions; number += 1) {
    test.repository.insert(sessionRecord({ sessionId: sessionId(number), state: "recording" }));
    for (const index of [0, 1]) test.repository.addChunk(chunkEntry(index, { session_id: sessionId(number) }), STARTED_AT);
    test.repository.addHead({ session_id: sessionId(number), size: 1, root });
  }
  const counting = countQueries(test.db);
  const repository = createSessionRepository(counting.db);
  let asked = 0;
  const place = { transaction_id: "", block_hash: "", height: 1, time: 1, final: true, confirmations: 1 };
  const chain = {
    placesOf(ids: readonly string[]) {
      asked += 1;
      return new Map(ids.map((id) => [id, { lastCheckpoint: { ...place, sender: node, size: 1, root } }]));
    },
  };
  const places = createOwnPlaces({ chains: [{ read: chain, node }], repository });
  const clock = createTestClock(STARTED_AT);
  const head = () => ({ height: 1, hash: "", time: STARTED_AT / 1_000 });
  const handlers = createListHandlers({
    clock,
    repository,
    access: createSessionAccess(repository),
    views: createSessionViews({
      clock,
      repository,
      places,
      chain: { read: { head } },
      live: () => undefined,
      isOver: () => false,
    }),
    places,
    sessions: { live: new Map() },
    defaults: { templates: [], consent_text: "", missing: [] },
    rules: { offered: () => [] },
  });
  return {
    handlers,
    insert: (changes: Partial<SessionRecord>) => test.repository.insert(sessionRecord(changes)),
    queries: () => counting.queries().length,
    asked: () => asked,
    [Symbol.dispose]: () => test[Symbol.dispose](),
  };
}

const asked = { page: 1, limit: 100, sort: "created_at", order: "desc" } as const;

it("lists any number of sessions in the same number of queries", async () => {
  for (const sessions of [1, 10, 100]) {
    using test = openListing(sessions);
    const list = await test.handlers.list(asked, caller);
    expect(list.sessions).toHaveLength(sessions);
    expect(list.sessions[0]).toMatchObject({ anchored_chunk_count: 1, proven_until: expect.any(String) });
    expect({ queries: test.queries(), asked: test.asked() }).toEqual({ queries: 4, asked: 1 });
  }
});

it("tells which recordings retention deletes next, soonest first, and whether there are more", async () => {
  using test = openListing(1);
  const day = 86_400_000;
  const sealed = { state: "completed", completedAt: STARTED_AT, endedAt: STARTED_AT } as const;
  for (const [number, retentionDays] of [
    [21, 6],
    [22, 2],
    [23, 30],
    [24, 3],
  ] as const)
    test.insert({ ...sealed, sessionId: sessionId(number), retentionDays, legalHold: number === 24 });
  const expiring = async (input: { days: number; limit: number }) => {
    const { sessions, has_more } = await test.handlers.expiring(input, caller);
    return { ids: sessions.map((session) => session.session_id), has_more };
  };
  expect(await expiring({ days: 7, limit: 5 })).toEqual({ ids: [sessionId(22), sessionId(21)], has_more: false });
  expect(await expiring({ days: 7, limit: 1 })).toEqual({ ids: [sessionId(22)], has_more: true });
  const { sessions } = await test.handlers.expiring({ days: 7, limit: 1 }, caller);
  expect(sessions[0]?.retention_until).toBe(new Date(STARTED_AT + 2 * day).toISOString());
  expect(await test.handlers.expiring({ days: 7, limit: 5 }, testCaller(OTHER_USER, []))).toEqual({
    sessions: [],
    has_more: false,
  });
});

it("sums any number of sessions up in the same number of queries", async () => {
  for (const sessions of [1, 10, 100]) {
    using test = openListing(sessions);
    const statistics = await test.handlers.statistics(undefined, caller);
    expect(statistics).toMatchObject({ total: sessions, size_bytes: sessions * 20_000, provable: 0.5 });
    expect({ queries: test.queries(), asked: test.asked() }).toEqual({ queries: 5, asked: 1 });
  }
});
