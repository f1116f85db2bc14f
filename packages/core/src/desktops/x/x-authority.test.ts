import { expect, it } from "vitest";

import { xAuthority } from "./x-authority.ts";

it("holds one MIT cookie for every display, as xauth reads it", () => {
  const file = xAuthority(new Uint8Array(16).fill(0xab));
  expect(file.toString("hex")).toBe(`ffff000000000012${Buffer.from("MIT-MAGIC-COOKIE-1").toString("hex")}0010${"ab".repeat(16)}`);
});
