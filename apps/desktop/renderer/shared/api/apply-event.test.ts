import { QueryClient } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { sampleSession } from "../testing/sample-session.ts";
import { createTestApi } from "../testing/test-api.ts";
import { applyEvent } from "./apply-event.ts";
import { connection } from "./connection.ts";

const { queries } = createTestApi({});
const pagination = { page: 1, limit: 20, total: 1, pages: 1 };
const recording = sampleSession({ state: "recording", chunk_count: 3 });

it("puts a changed session into its own query and into every list that shows it", () => {
  const cache = new QueryClient();
  const list = queries.sessions.list.queryKey({ input: { page: 1 } });
  cache.setQueryData(list, { sessions: [recording], pagination });
  const changed = { ...recording, chunk_count: 4 };
  applyEvent(cache, queries, { type: "session", session: changed });
  expect(cache.getQueryData(list)).toEqual({ sessions: [changed], pagination });
  const one = queries.sessions.get.queryKey({ input: { session_id: changed.session_id } });
  expect(cache.getQueryData(one)).toEqual(changed);
  expect(cache.getQueryState(list)?.isInvalidated).toBe(false);
});

it("asks again for the lists when none of them shows the session", () => {
  const cache = new QueryClient();
  const list = queries.sessions.list.queryKey({ input: { page: 1 } });
  cache.setQueryData(list, { sessions: [], pagination });
  applyEvent(cache, queries, { type: "session", session: recording });
  expect(cache.getQueryState(list)?.isInvalidated).toBe(true);
});

it("forgets a removed session", () => {
  const cache = new QueryClient();
  const key = queries.sessions.get.queryKey({ input: { session_id: recording.session_id } });
  cache.setQueryData(key, recording);
  applyEvent(cache, queries, { type: "session_removed", session_id: recording.session_id });
  expect(cache.getQueryData(key)).toBeUndefined();
});

it("keeps the head of the chain", () => {
  const hash = "0".repeat(64);
  const timestamp = "2026-11-20T10:00:00.000Z";
  applyEvent(new QueryClient(), queries, { type: "head", height: 12, finalized_height: 11, hash, timestamp });
  expect(connection.getState().head).toEqual({ height: 12, finalizedHeight: 11, timestamp });
});
