import { sessionErrors } from "@lucid/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestGateway, type TestGateway } from "../testing/open-test-gateway.ts";

const session = "0198c0de-1111-4111-8111-111111111111";
const path = `/api/v1/sessions/${session}`;
const ids = {
  request_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
  timestamp: "2026-11-20T12:00:00.000Z",
  service: "lucid",
  version: "1.2.3",
};
const envelope = (code: string, message: string, details: unknown = null) => ({ error: { code, message, details, ...ids } });
const invalid = (path: string, message: string) =>
  envelope("LUCID_ERR_1001", "The request is not valid", { issues: [{ path, message }] });

describe("the error envelope", () => {
  let test: TestGateway;
  let reply: () => unknown = () => undefined;
  beforeAll(async () => {
    test = await openTestGateway({
      services: { sessions: { get: () => reply(), pause: () => reply() } },
      options: { limits: { public: { perMinute: 1e6, burst: 1e6 } } },
    });
  });
  afterAll(() => test[Symbol.asyncDispose]());
  const pause = (body: unknown, headers?: Record<string, string>) =>
    test.ask("POST", `${path}/pause`, { token: "owner", body, ...(headers ? { headers } : {}) });

  it("names a refusal of the catalogue with its code, message and details", async () => {
    reply = () => {
      throw sessionErrors.SESSION_STATE({ status: "created", allowed: ["recording"] });
    };
    const answer = await pause({ reason: "lunch" });
    expect(answer.status).toBe(409);
    expect(answer.headers["content-type"]).toBe("application/json");
    expect(answer.json()).toEqual(
      envelope("LUCID_SESSION_ERR_4304", "The session's state does not allow this", {
        status: "created",
        allowed: ["recording"],
      }),
    );
  });

  it("carries the request id that the answer's header has", async () => {
    const answer = await pause({ reason: "lunch" });
    expect(answer.json()).toMatchObject({ error: { request_id: answer.headers["x-request-id"] } });
  });

  it("lists path, message and rule of every field that is not valid", async () => {
    const answer = await test.ask("POST", "/api/v1/sessions", { token: "owner", body: { name: "", consent: { text: "x" } } });
    expect(answer.status).toBe(400);
    expect(answer.json()).toMatchObject({
      error: {
        code: "LUCID_ERR_1001",
        details: {
          issues: [
            { path: "name", rule: { code: "at-least", limit: 1, of: "letters" } },
            {
              path: "consent.accepted",
              message: expect.stringContaining("boolean"),
              rule: { code: "kind", expected: "boolean" },
            },
          ],
        },
      },
    });
  });

  it("does not tell what went wrong inside, and writes it into the log with the request id", async () => {
    reply = () => {
      throw Object.assign(new Error("no such column: password"), { row: { token: "secret-token" } });
    };
    const answer = await test.ask("GET", path, { token: "owner" });
    expect(answer.status).toBe(500);
    expect(answer.json()).toEqual(envelope("LUCID_ERR_5001", "The node could not finish this: see its log"));
    const line = test.log.find((one) => one.includes("no such column: password"));
    expect(line).toContain(String(answer.headers["x-request-id"]));
    expect(line).not.toContain("secret-token");
  });

  it("is an internal error when a service answers something that is not in the contract", async () => {
    reply = () => ({ session_id: "not-a-session", secret: "hidden-value" });
    const answer = await test.ask("GET", path, { token: "owner" });
    expect(answer.json()).toEqual(envelope("LUCID_ERR_5001", "The node could not finish this: see its log"));
    expect(test.log.join("")).not.toContain("hidden-value");
  });

  it.each([
    ["malformed JSON", '{"reason": ', "The body is not valid JSON"],
    ["JSON that is too deep", `{"reason": ${"[".repeat(40)}${"]".repeat(40)}}`, "The body is nested deeper than 32 levels"],
  ])("refuses %s", async (_what, body, message) => {
    const answer = await pause(body);
    expect(answer.status).toBe(400);
    expect(answer.json()).toEqual(invalid("", message));
  });

  it("does not take brackets inside of a text for depth", async () => {
    reply = () => {
      throw sessionErrors.SESSION_NOT_FOUND();
    };
    expect((await pause({ reason: '["\\'.repeat(60) })).status).toBe(404);
  });

  it("refuses a body that is not JSON, so that no form of another site can be a call", async () => {
    const answer = await pause('{"reason":"x"}', { "Content-Type": "text/plain" });
    expect(answer.json()).toEqual(invalid("", "The body must be JSON, sent with Content-Type: application/json"));
  });

  it("refuses a body above 1 MiB by its length alone", async () => {
    const answer = await pause("{}", { "Content-Length": "1048577" });
    expect(answer.status).toBe(413);
    expect(answer.headers.connection).toBe("close");
    expect(answer.json()).toEqual(envelope("LUCID_ERR_1010", "The body has more than 1048576 bytes"));
  });

  it("refuses a body above 1 MiB that does not tell its length", async () => {
    const answer = await test.ask("POST", `${path}/pause`, {
      token: "owner",
      body: JSON.stringify({ reason: "x".repeat(1_100_000) }),
      headers: { "Transfer-Encoding": "chunked" },
    });
    expect(answer.status).toBe(413);
  });

  it("refuses a call before it reads the body", async () => {
    const answer = await test.ask("POST", `${path}/pause`, { body: '{"broken' });
    expect(answer.status).toBe(401);
  });

  it("refuses a body that names another session than the path", async () => {
    reply = () => {
      throw sessionErrors.SESSION_NOT_FOUND();
    };
    const other = await pause({ reason: "x", session_id: "0198c0de-2222-4222-8222-222222222222" });
    expect([other.status, other.json()]).toEqual([400, invalid("session_id", "differs from the path")]);
    expect((await pause({ reason: "x", session_id: session })).status).toBe(404);
  });

  it.each([
    ["POST", "/api/v1/sessions", { name: "x", consent: { text: "x", accepted: true, by: "me" } }, "consent", /"by"/],
    ["PUT", path, { status: "completed" }, "", /"status"/],
    ["POST", "/api/v1/sessions", { name: "x", encryption_enabled: false }, "encryption_enabled", /always encrypted/],
    ["GET", "/api/v1/sessions?sort=name&colour=red", undefined, "", /"colour"/],
    ["GET", "/api/v1/sessions/statistics?since=1", undefined, "", /"since"/],
    ["GET", "/api/v1/sessions?page=1&page=2", undefined, "page", /more than once/],
    ["GET", "/api/v1/blocks?height=1&to_height=2", undefined, "height", /only one/],
    ["DELETE", `${path}?reason=x`, undefined, "reason", /is its body/],
    ["POST", "/api/v1/auth/challenge", { tron_address: "TE2H9hWjzYdwzDFRJfx9BFhr4MmjH1CHay" }, "tron_address", /checksum/],
  ])("refuses %s %s with what it would not obey: %o", async (method, url, body, field, message) => {
    const answer = await test.ask(method, url, { token: "owner", body });
    expect(answer.status).toBe(400);
    const issue = expect.objectContaining({ path: field, message: expect.stringMatching(message) });
    expect(answer.json()).toMatchObject({
      error: { code: "LUCID_ERR_1001", details: { issues: expect.arrayContaining([issue]) } },
    });
  });

  it("is answered as it is when its operation does not declare it, but seen as a defect", async () => {
    reply = () => {
      throw sessionErrors.LEGAL_HOLD();
    };
    const metric = () => test.registry.getSingleMetricAsString("lucid_gateway_undeclared_refusals_total");
    await expect(test.ask("GET", path, { token: "owner" })).rejects.toThrow("undeclared refusal");
    expect(await metric()).toContain('{operation="sessions.get"} 1');
    const answer = await fetch(`${test.gateway.url}${path}`, { headers: { authorization: "Bearer owner" } });
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ error: { code: "LUCID_SESSION_ERR_4317" } });
    await expect(test.ask("GET", path, { token: "owner" })).rejects.toThrow("LUCID_SESSION_ERR_4317");
  });

  it.each([
    ["GET", "/api/v1/nothing"],
    ["GET", "/api/v1"],
    ["GET", "/nothing.js"],
    ["POST", "/anything"],
    ["GET", "/api/v1/auth/%E0%A4%A"],
    ["GET", "/%E0%A4%A"],
  ])("answers %s %s with the envelope", async (method, url) => {
    const answer = await test.ask(method, url);
    expect([400, 404]).toContain(answer.status);
    expect(answer.json()).toMatchObject({ error: { service: "lucid", request_id: answer.headers["x-request-id"] } });
  });

  it("says which methods a path has", async () => {
    const answer = await test.ask("PATCH", path, { token: "owner" });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe("GET, PUT, DELETE");
    expect(answer.json()).toEqual(envelope("LUCID_ERR_4003", "This path takes GET, PUT, DELETE only"));
  });
});
