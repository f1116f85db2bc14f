import { request } from "node:http";
import { text } from "node:stream/consumers";
import { ErrorEnvelope } from "@lucid/contract";
import { startTestNode, type TestNode } from "@lucid/testkit/node";
import { afterAll, beforeAll, expect, it } from "vitest";
import { undeclaredAnswer } from "../gateway/index.ts";
import { SAMPLE_CALLS, SAMPLE_ID } from "../gateway/testing/sample-inputs.ts";
import { logInAs, ownNode } from "./testing/owned-node.ts";

/** Every how many-th of them is asked: one of each kind and field comes up often enough. `LUCID_BAD_CALLS=1` asks all. */
const STEP = Number(process.env["LUCID_BAD_CALLS"] ?? 9);
/** What ends the login that calls it, or the node. */
const LEFT_OUT = new Set(["logins.logout", "account.delete"]);

const NO_VALUES: readonly unknown[] = [
  null,
  {},
  [],
  -1,
  1.5,
  1e300,
  true,
  "",
  "x".repeat(70_000),
  "a\ud800b",
  "a\u0000b",
  [[[[]]]],
  { $gt: "" },
];
const NO_BODIES = [
  "",
  "{",
  "[]",
  "null",
  '"x"',
  "1",
  `${"[".repeat(5_000)}${"]".repeat(5_000)}`,
  '{"__proto__":{"x":1},"constructor":1}',
];
const NO_IDS = [
  "x",
  "-1",
  "0",
  "%00",
  "%2e%2e%2f",
  "%ff",
  "'--",
  "0198c0de-9999-4999-8999-999999999999",
  "9".repeat(400),
  "ab".repeat(32),
];
const NO_VALUES_OF_QUERIES = ["-1", "1e9", "x", "", "%00", "9".repeat(400), "'%20OR%201=1--"];
const NO_QUERIES = ["limit", "page", "q", "from", "to", "sort", "range", "cursor", "format", "zzz"].flatMap((field) =>
  NO_VALUES_OF_QUERIES.map((value) => `${field}=${value}`),
);

interface BadCall {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  readonly access: string;
}

/** What no page sends: each field, id and query of a call in turn. */
function* badCalls(): Generator<BadCall> {
  for (const { name, method, url, body, access } of SAMPLE_CALLS) {
    if (LEFT_OUT.has(name)) continue;
    const call = { name, method, access };
    const [path = "", query] = url.split("?");
    const whole = body === undefined ? {} : { body: JSON.stringify(body) };
    for (const bad of NO_QUERIES) yield { ...call, path: `${path}?${query === undefined ? "" : `${query}&`}${bad}`, ...whole };
    if (body !== undefined) {
      for (const bad of NO_BODIES) yield { ...call, path, body: bad };
      yield { ...call, path, body: JSON.stringify({ ...body, zzz: 1 }) };
      for (const field of Object.keys(body))
        for (const bad of NO_VALUES) yield { ...call, path, body: JSON.stringify({ ...body, [field]: bad }) };
    }
    const parts = path.split("/");
    for (const [at, part] of parts.entries())
      if (part === SAMPLE_ID || part === "ab".repeat(32))
        for (const bad of NO_IDS) yield { ...call, path: parts.with(at, bad).join("/"), ...whole };
  }
}

let node: TestNode;
let token: string;
let renew: () => Promise<void>;
beforeAll(async () => {
  node = await startTestNode();
  const { wallet } = await ownNode(node);
  renew = async () => {
    token = (await logInAs(node, wallet)).access_token;
  };
  await renew();
});
afterAll(() => node[Symbol.asyncDispose]());

/** As it is: what `fetch` would mend goes out unmended. */
async function ask(
  { method, path, body }: BadCall,
  withToken = true,
): Promise<{ readonly status: number; readonly text: string }> {
  const { hostname, port } = new URL(node.url);
  const headers = {
    ...(withToken && { authorization: `Bearer ${token}` }),
    ...(body !== undefined && { "content-type": "application/json", "content-length": String(Buffer.byteLength(body)) }),
  };
  return await new Promise((resolve, reject) => {
    const asked = request({ hostname, port, method, path, headers }, (answer) => {
      const isStream = answer.headers["content-type"]?.startsWith("text/event-stream") === true;
      if (isStream) {
        asked.destroy();
        return resolve({ status: answer.statusCode ?? 0, text: "" });
      }
      text(answer).then((said) => resolve({ status: answer.statusCode ?? 0, text: said }), reject);
    });
    asked.on("error", reject).end(body);
  });
}

/** Where limits are reached, time goes on. */
async function askPatiently(call: BadCall): Promise<Awaited<ReturnType<typeof ask>>> {
  for (;;) {
    const answer = await ask(call);
    if (answer.status === 429) {
      await node.time.pass(60);
      continue;
    }
    if (answer.status !== 401 || call.access === "public" || call.name.startsWith("logins.")) return answer;
    await renew();
    return await ask(call);
  }
}

it("is refused in words by every operation, and breaks none: what no page sends", async () => {
  const wrong: string[] = [];
  let asked = 0;
  let passed = 0;
  for (const call of badCalls()) {
    passed += 1;
    if (passed % STEP !== 0) continue;
    const { status, text: said } = await askPatiently(call);
    asked += 1;
    const path = call.path.split("?")[0] ?? "";
    const undeclared = undeclaredAnswer(call.method, path, status);
    const isClear = status < 400 || ErrorEnvelope.safeParse(JSON.parse(said || "null")).success;
    if (status === 500 || undeclared !== undefined || !isClear)
      wrong.push(
        `${call.method} ${call.path.slice(0, 120)} ${call.body?.slice(0, 80) ?? ""}: ${status} ${undeclared ?? said.slice(0, 120)}`,
      );
  }
  expect(asked).toBeGreaterThan(1_000);
  expect(wrong).toEqual([]);
  await renew();
  expect((await ask({ name: "", method: "GET", path: "/api/v1/users/me", access: "account" })).status).toBe(200);
});
