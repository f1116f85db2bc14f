import type { UnitStatus } from "@lucid/foundation";
import { expect, it } from "vitest";
import { programsHealth } from "./programs-health.ts";

const START = Date.UTC(2026, 0, 1);
const unit = (kind: string, state: UnitStatus["state"], lastSuccessMs: number | null = START): UnitStatus => ({
  id: 1,
  kind,
  name: "0198a5c2-6d1e-7c3f-8a4b-5e6f708192a3",
  state,
  sinceMs: START,
  restarts: 0,
  lastSuccessMs,
  measuredBy: "running",
});
const health = (...units: UnitStatus[]) => programsHealth({ units: () => units });

it("is well while every program runs or is about to, and names none of them", () => {
  expect(health()).toEqual({ ok: true, detail: "0 running", last_success: null });
  const answer = health(unit("sealer", "running", START + 1), unit("sealer", "waiting"), unit("xrdp", "starting", null));
  expect(answer).toEqual({
    ok: true,
    detail: "1 running, 1 sealer about to start again",
    last_success: "2026-01-01T00:00:00.001Z",
  });
});

it("says of what kind those are that ended too often", () => {
  const answer = health(unit("slirp", "failed"), unit("sealer", "running"), unit("slirp", "failed"), unit("xrdp", "waiting"));
  expect(answer).toMatchObject({ ok: false, detail: "1 running, 2 slirp failed, 1 xrdp about to start again" });
});
