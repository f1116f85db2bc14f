import { systemRandomness } from "@lucid/foundation";
import { expect, it } from "vitest";
import { oneTimePassword } from "./password.ts";

it("makes 8 base62 characters, never twice the same", () => {
  const passwords = Array.from({ length: 500 }, () => oneTimePassword(systemRandomness));
  for (const password of passwords) expect(password).toMatch(/^[0-9A-Za-z]{8}$/);
  expect(new Set(passwords).size).toBe(500);
});

it("throws away bytes that would favour some characters", () => {
  const draws = [Uint8Array.of(255, 248, 0, 1, 61, 62, 247, 254), Uint8Array.of(10, 11, 12, 13, 14, 15, 16, 17)];
  const randomness = { ...systemRandomness, bytes: () => draws.shift() ?? new Uint8Array(8) };
  expect(oneTimePassword(randomness)).toBe("01z0zABC");
});
