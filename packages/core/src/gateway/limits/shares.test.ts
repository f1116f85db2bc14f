import { expect, it } from "vitest";
import { createShares } from "./shares.ts";

it("gives every key as many as it may have at once, and each back once", () => {
  const shares = createShares(2);
  const first = shares.take("a");
  expect(shares.take("a")).toBeDefined();
  expect(shares.take("a")).toBeUndefined();
  expect(shares.take("b")).toBeDefined();
  first?.[Symbol.dispose]();
  first?.[Symbol.dispose]();
  expect(shares.take("a")).toBeDefined();
  expect(shares.take("a")).toBeUndefined();
});
