import { expect, it } from "vitest";
import { keepMost } from "./program-events.ts";

it("keeps what people did, whatever programs do around it", () => {
  const noise = Array.from({ length: 50 }, (_, t) => ({ t, type: t % 2 === 0 ? "window_titled" : "program_started" }));
  const people = [20, 40].map((t) => ({ t, type: "client_connected" }));
  const kept = keepMost(
    [...noise, ...people].toSorted((a, b) => a.t - b.t),
    10,
  );
  expect(kept).toHaveLength(10);
  expect(kept.filter(({ type }) => type === "client_connected")).toEqual(people);
  expect(kept.map(({ t }) => t)).toEqual(kept.map(({ t }) => t).toSorted((a, b) => a - b));
  expect(keepMost(people, 1)).toEqual(people.slice(0, 1));
});
