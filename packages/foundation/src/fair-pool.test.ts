import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createFairPool } from "./fair-pool.ts";

describe("a fair pool", () => {
  it("has one of the key that is full go for its newest", () => {
    const pool = createFairPool<string>({ max: 10, maxOfKey: 2 });
    expect(pool.add("a", "a1")).toBeUndefined();
    expect(pool.add("b", "b1")).toBeUndefined();
    expect(pool.add("a", "a2")).toBeUndefined();
    expect(pool.add("a", "a3")).toBe("a1");
    expect([pool.has("a1"), pool.has("a3"), pool.has("b1"), pool.size]).toEqual([false, true, true, 3]);
  });

  it("that is full has one of the greatest key go for somebody new", () => {
    const pool = createFairPool<string>({ max: 3, maxOfKey: 3 });
    for (const member of ["a1", "a2", "b1"]) pool.add(member.slice(0, 1), member);
    expect(pool.add("c", "c1")).toBe("a1");
    expect(pool.size).toBe(3);
  });

  it("spares those that are busy while there are others", () => {
    const busy = new Set(["a1", "a2"]);
    const pool = createFairPool<string>({ max: 9, maxOfKey: 3, isBusy: (member) => busy.has(member) });
    for (const member of ["a1", "a2", "a3"]) pool.add("a", member);
    expect(pool.add("a", "a4")).toBe("a3");
    busy.add("a4");
    expect(pool.add("a", "a5")).toBe("a1");
  });

  it("forgets who left", () => {
    const pool = createFairPool<string>({ max: 1, maxOfKey: 1 });
    pool.add("a", "a1");
    pool.remove("a1");
    pool.remove("a1");
    expect([pool.size, pool.add("b", "b1")]).toEqual([0, undefined]);
  });

  it("never holds more than it may, and always has the newest in it", () => {
    const arrivals = fc.array(fc.constantFrom("a", "b", "c", "d", "e"), { maxLength: 100 });
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 }), (keys, max, maxOfKey) => {
        const pool = createFairPool<string>({ max, maxOfKey });
        const inside = new Set<string>();
        for (const [at, key] of keys.entries()) {
          const gone = pool.add(key, `${key}${at}`);
          inside.add(`${key}${at}`);
          if (gone !== undefined) expect(inside.delete(gone)).toBe(true);
          expect(pool.has(`${key}${at}`)).toBe(true);
          expect(pool.size).toBe(inside.size);
          expect(pool.size).toBeLessThanOrEqual(max);
          expect([...inside].filter((member) => member.startsWith(key)).length).toBeLessThanOrEqual(maxOfKey);
        }
      }),
    );
  });
});
