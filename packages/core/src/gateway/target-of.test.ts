import { expect, it } from "vitest";
import { targetOf } from "./target-of.ts";

const [session_id, note_id] = ["0198c0de-1111-4111-8111-111111111111", "0198c0de-2222-4222-8222-222222222222"];
const tron_address = "TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeC";

it("names the session, the account or the address first, and else what has an id", () => {
  expect(targetOf({ note_id, session_id })).toBe(session_id);
  expect(targetOf({ tron_address, signature: "00" })).toBe(tron_address);
  expect(targetOf({ text: "a note", note_id })).toBe(note_id);
  expect(targetOf({ challenge_id: note_id })).toBeUndefined();
  expect(targetOf(undefined)).toBeUndefined();
});

it.each([
  ["a password", "correcthorsebatterystaple"],
  ["a key", "ab".repeat(32)],
  ["an address that is none", "TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeD"],
  ["a number", 7],
])("takes %s in the place of an id for nothing", (_name, value) => {
  expect(targetOf({ session_id: value, user_id: value, tron_address: value, note_id: value })).toBeUndefined();
});
