import { QueryClient } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { chainHead, chainReducers } from "../../features/chain/index.ts";
import { applyEvent, type EventReducers } from "../../shared/api/apply-event.ts";
import { createTestApi } from "../../shared/testing/test-api.ts";
import { eventReducers } from "./event-reducers.ts";

const kept = { cache: new QueryClient(), queries: createTestApi({}).queries };
const timestamp = "2026-11-20T10:00:00.000Z";

it("has a reducer for every type of event: one that misses some does not compile", () => {
  // @ts-expect-error sessions are missing
  const without: EventReducers = { ...chainReducers, beat: () => undefined };
  expect(Object.keys(eventReducers)).toEqual(expect.arrayContaining(Object.keys(without)));
});

it("hands an event to the feature of its area", () => {
  applyEvent(eventReducers, { type: "head", height: 5, finalized_height: 4, hash: "0".repeat(64), timestamp }, kept);
  expect(chainHead.getState().head?.height).toBe(5);
});

it("passes over a type of event that only a newer node knows", () => {
  const { session: _unknown, ...older } = eventReducers;
  const before = chainHead.getState();
  applyEvent(older as EventReducers, { type: "session", session: {} as never }, kept);
  expect(chainHead.getState()).toBe(before);
});
