import * as fc from "fast-check";
import { expect, it } from "vitest";
import { createRecentMap } from "./recent-map.ts";

it("answers what was set last or nothing, and never grows beyond two generations", () => {
  const operation = fc.record({ key: fc.integer({ min: 0, max: 30 }).map(String), write: fc.boolean(), value: fc.integer() });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.array(operation, { maxLength: 200 }), (generation, operations) => {
      const recent = createRecentMap<number>(generation);
      const truth = new Map<string, number>();
      for (const { key, write, value } of operations) {
        if (write) {
          recent.set(key, value);
          truth.set(key, value);
          expect(recent.get(key)).toBe(value);
        } else if (recent.get(key) !== undefined) expect(recent.get(key)).toBe(truth.get(key));
        expect(recent.size).toBeLessThanOrEqual(2 * generation);
      }
    }),
  );
});

it("keeps what is used while others come and go", () => {
  const recent = createRecentMap<string>(10);
  recent.set("mine", "kept");
  for (let at = 0; at < 1_000; at += 1) {
    recent.set(`other ${at}`, "passing");
    expect(recent.get("mine")).toBe("kept");
  }
});
