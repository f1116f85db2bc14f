import { expect, it } from "vitest";
import { testRecord } from "../testing/open-test-audit.ts";
import { redactDetails, redactText } from "./redact.ts";

const hash = "ab".repeat(32);

it.each([
  ["a JSON web token", "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl"],
  ["a key of a machine account", "lucid_k1_0123456789abcdef"],
  ["an age identity", "AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ"],
  ["a bearer header", "Bearer abc.def"],
  ["a signature", "0x".concat("1f".repeat(65))],
  ["a recovery phrase", "legal winner thank year wave sausage worth useful legal winner thank yellow"],
])("covers %s wherever it stands", (_name, secret) => {
  const text = redactText(`it was "${secret}", they said`);
  expect(text).toBe('it was "[redacted]", they said');
});

it("leaves ids, hashes and addresses as they are", () => {
  for (const plain of [hash, "11111111-1111-4111-8111-111111111111", "TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeC", "LUCID_ERR_2004"])
    expect(redactText(plain)).toBe(plain);
});

it("covers details that are named like a secret, and leaves out names that are none", () => {
  expect(redactDetails({ setup_code: "abcd", api_key: "x", hours: 8, "bad name": 1, before: null, last_hash: hash })).toEqual({
    setup_code: "[redacted]",
    api_key: "[redacted]",
    hours: 8,
    before: null,
    last_hash: hash,
  });
});

it("makes one line of every text, and an end to long ones", () => {
  const { user_agent, details } = testRecord({ user_agent: "a\nb\u202ec", details: { reason: "x".repeat(2_000) } });
  expect(user_agent).toBe("a\ufffdb\ufffdc");
  expect(String(details["reason"])).toHaveLength(513);
});
