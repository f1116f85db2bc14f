import { createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { secretsOf } from "./secrets-of.ts";
import { createSigner, signatureOf } from "./signing.ts";

const HOUR_MS = 3_600_000;
const signer = createSigner(new Uint8Array(32).fill(7));
const one = { webhook_id: "one", generation: 1 };

it("signs as Standard Webhooks says, with the vector of its libraries", () => {
  const key = Buffer.from("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "base64");
  expect(signatureOf(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, '{"test": 2432232314}')).toBe(
    "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  );
});

it("signs with the secret that it gave away", () => {
  const secret = signer.secret(one);
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const expected = createHmac("sha256", key).update("id.5.{}").digest("base64");
  expect(signer.sign("id", 5, "{}", [one])).toBe(`v1,${expected}`);
});

it("has another secret for each webhook, each generation and each node", () => {
  const names = [one, { ...one, generation: 2 }, { ...one, webhook_id: "two" }];
  const other = createSigner(new Uint8Array(32).fill(8));
  expect(new Set([...names.map(signer.secret), other.secret(one)]).size).toBe(4);
});

it("signs with the secret of before as well, for a day", () => {
  const rotated = { webhook_id: "one", generation: 2, rotated_at: 1_000 };
  expect(secretsOf({ ...rotated, generation: 1, rotated_at: null }, 0)).toEqual([one]);
  expect(secretsOf(rotated, 1_000 + 24 * HOUR_MS - 1)).toEqual([{ ...one, generation: 2 }, one]);
  expect(secretsOf(rotated, 1_000 + 24 * HOUR_MS)).toEqual([{ ...one, generation: 2 }]);
  const both = signer.sign("id", 5, "{}", secretsOf(rotated, 1_000)).split(" ");
  expect(both[1]).toBe(signer.sign("id", 5, "{}", [one]));
});
