import { expect, it } from "vitest";
import type { SessionRecord } from "../stored/session-row.ts";
import { sessionRecord } from "../testing/session-fixtures.ts";
import { createOrdering } from "./ordering.ts";

/** The fate of a session as its row and its start have it. */
function fateOf(row: Partial<SessionRecord> | undefined, isStarting = false): string {
  const deps = { repository: { get: () => row && sessionRecord(row) }, sessions: { isStarting: () => isStarting } };
  return createOrdering(deps as unknown as Parameters<typeof createOrdering>[0]).fate("x");
}

it("tells a session that can start from one that starts, one that was recorded, and one of which there is nothing", () => {
  expect(fateOf(undefined)).toBe("nothing");
  expect(fateOf({ state: "created" })).toBe("pending");
  expect(fateOf({ state: "created", grantSignature: "ab" }, true)).toBe("starting");
  expect(fateOf({ state: "recording" }, true)).toBe("starting");
  // A start that could not even store its failure.
  expect(fateOf({ state: "created", grantSignature: "ab" })).toBe("nothing");
  for (const state of ["recording", "paused", "processing", "stored", "anchored", "completed", "interrupted"] as const)
    expect(fateOf({ state })).toBe("recorded");
  for (const state of ["failed", "cancelled", "deleted"] as const) {
    expect(fateOf({ state })).toBe("nothing");
    expect(fateOf({ state, end: "stopped" })).toBe("recorded");
  }
});
