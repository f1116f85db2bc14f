import { expect, it } from "vitest";
import { readLine } from "./read-line.ts";

const line = (data: object): string => JSON.stringify({ level: 30, time: 1_000, msg: "m", ...data });
const hash = "ab".repeat(32);

it("covers secrets by their shape and by their name, however deep they lie", () => {
  const canaries = {
    jwt: "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl",
    key: "lucid_k1_0123456789abcdef",
    bearer: "Bearer CANARYbearer",
    signature: "0x".concat("1f".repeat(65)),
    age: "AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ",
    words: "legal winner thank year wave sausage worth useful legal winner thank yellow",
  };
  const nested = {
    err: { message: `it was ${canaries.jwt}`, stack: [canaries.bearer, { why: canaries.key }], refreshToken: "CANARYplain" },
    request: { headers: { authorization: "CANARYheader", cookie: ["CANARYcookie"] } },
    setup_code: "CANARYcode",
    text: `${canaries.signature} ${canaries.age}`,
    [canaries.words]: 1,
  };
  const kept = JSON.stringify(readLine(line({ ...nested, msg: `said ${canaries.key}` })));
  for (const canary of [...Object.values(canaries), "CANARY"]) expect(kept).not.toContain(canary);
  expect(kept).toContain("[redacted]");
});

it("keeps hashes, ids, numbers and the codes of errors", () => {
  const data = { hash, user_id: "11111111-1111-4111-8111-111111111111", count: 3, code: "LUCID_ERR_2004", ok: true, none: null };
  expect(readLine(line(data))?.data).toEqual(data);
  expect(readLine(line({ err: { code: "ENOSPC" } }))?.data).toEqual({ err: { code: "ENOSPC" } });
});

it.each([
  ["a line says it", { part: "display" }, "display"],
  ["a unit's state", { unit: "audit", name: "writer" }, "audit"],
  ["the message begins with it", { msg: "chain: started" }, "chain"],
  ["a call", { procedure: "logins.login" }, "calls"],
  ["a session", { session_id: "x" }, "sessions"],
  ["none of these", {}, "node"],
])("knows the part where %s", (_name, data, part) => {
  expect(readLine(line(data))?.part).toBe(part);
});

it("passes over the audit log's lines, and what is no line", () => {
  expect(readLine(line({ log: "audit" }))).toBeUndefined();
  expect(readLine('{"level":30,"ti')).toBeUndefined();
  expect(readLine('"text"')).toBeUndefined();
});

it("makes an end to long texts and to deep data", () => {
  let deep: object = {};
  for (let at = 0; at < 50; at += 1) deep = { deep };
  const kept = readLine(line({ msg: "x".repeat(10_000), deep }));
  expect(kept?.message).toHaveLength(4_097);
  expect(JSON.stringify(kept?.data).length).toBeLessThan(200);
});
