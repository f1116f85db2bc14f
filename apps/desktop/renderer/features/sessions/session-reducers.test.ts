import { QueryClient } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { sampleSession } from "../../shared/testing/sample-session.ts";
import { createTestApi } from "../../shared/testing/test-api.ts";
import { sessionReducers } from "./session-reducers.ts";

const { queries } = createTestApi({});
const pagination = { page: 1, limit: 20, total: 1, pages: 1 };
const recording = sampleSession({ state: "recording", chunk_count: 3 });

it("puts a changed session into its own query and into every list that shows it", () => {
  const cache = new QueryClient();
  const list = queries.sessions.list.queryKey({ input: { page: 1 } });
  cache.setQueryData(list, { sessions: [recording], pagination });
  const changed = { ...recording, chunk_count: 4 };
  sessionReducers.session({ type: "session", session: changed }, { cache, queries });
  expect(cache.getQueryData(list)).toEqual({ sessions: [changed], pagination });
  const one = queries.sessions.get.queryKey({ input: { session_id: changed.session_id } });
  expect(cache.getQueryData(one)).toEqual(changed);
  expect(cache.getQueryState(list)?.isInvalidated).toBe(false);
});

it("asks again for the lists when none of them shows the session", () => {
  const cache = new QueryClient();
  const list = queries.sessions.list.queryKey({ input: { page: 1 } });
  cache.setQueryData(list, { sessions: [], pagination });
  sessionReducers.session({ type: "session", session: recording }, { cache, queries });
  expect(cache.getQueryState(list)?.isInvalidated).toBe(true);
});

it("forgets a removed session", () => {
  const cache = new QueryClient();
  const key = queries.sessions.get.queryKey({ input: { session_id: recording.session_id } });
  cache.setQueryData(key, recording);
  sessionReducers.session_removed({ type: "session_removed", session_id: recording.session_id }, { cache, queries });
  expect(cache.getQueryData(key)).toBeUndefined();
});
