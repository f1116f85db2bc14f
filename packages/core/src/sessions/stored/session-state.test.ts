import { SESSION_STATES } from "@lucid/contract";
import { describe, expect, it } from "vitest";
import { mayFollow, projection, requireState } from "./session-state.ts";

describe("the life of a session", () => {
  it("goes from created to completed in order", () => {
    const way = [
      "created",
      "recording",
      "paused",
      "recording",
      "processing",
      "stored",
      "anchored",
      "completed",
      "deleted",
    ] as const;
    for (const [position, state] of way.slice(1).entries()) expect(mayFollow(way[position] ?? "deleted", state)).toBe(true);
  });

  it("never leaves deleted, and never goes back to recording once it was sealed", () => {
    for (const state of SESSION_STATES) expect(mayFollow("deleted", state)).toBe(false);
    for (const state of ["stored", "anchored", "completed", "interrupted"] as const)
      expect(mayFollow(state, "recording")).toBe(false);
  });

  it("has a projection on the published states for each state", () => {
    expect(SESSION_STATES.map((state) => projection(state, false).status)).toEqual([
      "active",
      "active",
      "paused",
      "completed",
      "completed",
      "completed",
      "completed",
      "failed",
      "cancelled",
      "completed",
      "completed",
    ]);
  });

  it("calls the way of an interrupted session's record over once its anchor is final", () => {
    expect(projection("interrupted", false).pipeline_status).toBe("processing");
    expect(projection("interrupted", true).pipeline_status).toBe("completed");
  });

  it("says what would have been allowed when an action comes in the wrong state", () => {
    expect(() => requireState("paused", "recording")).toThrow(
      expect.objectContaining({ code: "LUCID_SESSION_ERR_4304", details: { status: "paused", allowed: ["recording"] } }),
    );
  });
});
