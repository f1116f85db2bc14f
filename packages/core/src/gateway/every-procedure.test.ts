import { ErrorEnvelope } from "@lucid/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Answer, openTestGateway, type TestGateway } from "./testing/open-test-gateway.ts";
import { SAMPLE_CALLS } from "./testing/sample-inputs.ts";

const plenty = { perMinute: 1e6, burst: 1e6 };
const open = SAMPLE_CALLS.filter(({ access }) => access === "public");
const closed = SAMPLE_CALLS.filter(({ access }) => access !== "public");
const permitted = closed.filter(({ access }) => access !== "account");
/** What the gateway tells of itself; every other procedure ends in another area. */
const isOwn = ({ name }: { readonly name: string }): boolean => name.startsWith("gateway.");
const elsewhere = SAMPLE_CALLS.filter((call) => !isOwn(call));

const codeOf = (answer: Answer): string => ErrorEnvelope.parse(answer.json()).error.code;

describe("every procedure of the contract", () => {
  let test: TestGateway;
  beforeAll(async () => {
    test = await openTestGateway({ options: { limits: { public: plenty, login: plenty, create: plenty, emergency: plenty } } });
  });
  afterAll(() => test[Symbol.asyncDispose]());

  it.each(elsewhere)("$name is reached by whoever may call it", async ({ name, method, url, body }) => {
    const answer = await test.ask(method, url, { token: "owner", body });
    expect(answer.json()).toMatchObject({ error: { code: "LUCID_ERR_5008", message: `reached ${name}` } });
    expect(answer.status).toBe(503);
  });

  it.each(open.filter((call) => !isOwn(call)))("$name is reached without a token", async ({ name, method, url, body }) => {
    expect((await test.ask(method, url, { body })).json()).toMatchObject({ error: { message: `reached ${name}` } });
  });

  it.each(closed)("$name refuses a missing, a bad and an old token", async ({ method, url, body }) => {
    const missing = await test.ask(method, url, { body });
    expect([missing.status, codeOf(missing), missing.headers["www-authenticate"]]).toEqual([401, "LUCID_ERR_2003", "Bearer"]);
    const bad = await test.ask(method, url, { token: "made-up", body });
    expect([bad.status, codeOf(bad)]).toEqual([401, "LUCID_ERR_2003"]);
    const old = await test.ask(method, url, { token: "expired", body });
    expect([old.status, codeOf(old)]).toEqual([401, "LUCID_ERR_2002"]);
  });

  it.each(permitted)("$name refuses a role without its permission", async ({ method, url, body, access }) => {
    const answer = await test.ask(method, url, { token: "nobody", body });
    expect(answer.status).toBe(403);
    expect(ErrorEnvelope.parse(answer.json()).error).toMatchObject({ code: "LUCID_ERR_2004", details: { permission: access } });
  });

  it.each(closed.filter(({ fresh }) => fresh))(
    "$name refuses a login that was proven long ago",
    async ({ method, url, body }) => {
      const answer = await test.ask(method, url, { token: "stale", body });
      expect(answer.status).toBe(403);
      expect(ErrorEnvelope.parse(answer.json()).error).toMatchObject({ code: "LUCID_ERR_2016", details: { fresh_for_s: 300 } });
    },
  );

  it.each(elsewhere.filter(({ access, fresh }) => access !== "public" && !fresh))(
    "$name asks for no fresh factor",
    async ({ method, url, body }) => {
      expect(codeOf(await test.ask(method, url, { token: "stale", body }))).not.toBe("LUCID_ERR_2016");
    },
  );

  it.each(elsewhere.filter(({ access }) => access !== "public"))(
    "$name waits for a second factor that is due, unless it leads there",
    async ({ method, url, body, unenrolled }) => {
      const code = codeOf(await test.ask(method, url, { token: "unenrolled", body }));
      expect(code).toBe(unenrolled ? "LUCID_ERR_5008" : "LUCID_ERR_2022");
    },
  );

  it("gateway.version answers everybody", async () => {
    expect((await test.ask("GET", "/api/v1/meta/version")).json()).toMatchObject({ gateway_version: "1.2.3" });
  });

  it("gateway.metrics answers with the gateway's own figures", async () => {
    const answer = await test.ask("GET", "/api/v1/meta/metrics", { token: "owner" });
    expect(answer.json()).toMatchObject({ metrics: { active_connections: 1 } });
  });
});
