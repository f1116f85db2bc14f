import { describe, expect, it } from "vitest";
import type { Caller } from "../../calls/index.ts";
import { openTestGateway, type TestGateway } from "../testing/open-test-gateway.ts";

const account = {
  user_id: "0198c0de-0000-4000-8000-000000000001",
  tron_address: "TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeC",
  username: null,
  role: "USER",
  permissions: [],
  kyc_status: "none",
  status: "active",
  recipient: null,
  created_at: "2026-01-01T00:00:00Z",
  updated_at: "2026-01-01T00:00:00Z",
  last_login: null,
};
type Asked = { readonly refresh_token?: string; readonly refresh: "body" | "cookie" };

/** Answers as the area of logins does: by cookie where it was asked for and there is one to set. */
function deliver(token: string, refresh: Asked["refresh"], { refreshCookie }: Caller) {
  const byCookie = refresh === "cookie" && refreshCookie !== undefined;
  if (byCookie) refreshCookie.set(token);
  return { access_token: "a", refresh_token: byCookie ? "" : token, token_type: "bearer", expires_in: 900, user: account };
}

const services = {
  logins: {
    login: (input: Asked, caller: Caller) => deliver("first", input.refresh, caller),
    refresh(input: Asked, caller: Caller) {
      const cookie = input.refresh_token === undefined ? caller.refreshCookie?.read() : undefined;
      return deliver(`after-${input.refresh_token ?? cookie}`, cookie === undefined ? input.refresh : "cookie", caller);
    },
    logout(_input: unknown, caller: Caller) {
      caller.refreshCookie?.set(undefined);
      return { message: "Logged out" };
    },
  },
};

const login = (test: TestGateway, refresh: string, host = "127.0.0.1") =>
  test.ask("POST", "/api/v1/auth/login", {
    headers: { Host: host },
    body: { challenge_id: account.user_id, tron_address: account.tron_address, signature: "00", refresh },
  });
const refresh = (test: TestGateway, body: object, headers: Record<string, string> = {}) =>
  test.ask("POST", "/api/v1/auth/refresh", { body, headers });
const cookieOf = (test: TestGateway, token: string) => ({ Cookie: `other=1; lucid_refresh_${test.gateway.port}=${token}` });
const ownPage = { "Sec-Fetch-Site": "same-origin" };

describe("a refresh token", () => {
  it("is in the body unless a cookie was asked for", async () => {
    await using test = await openTestGateway({ services });
    const answer = await login(test, "body");
    expect(answer.json()).toMatchObject({ refresh_token: "first" });
    expect(answer.headers["set-cookie"]).toBeUndefined();
  });

  it("is a cookie that scripts cannot read and other sites cannot send", async () => {
    await using test = await openTestGateway({ services });
    const answer = await login(test, "cookie");
    expect(answer.json()).toMatchObject({ refresh_token: "" });
    expect(answer.headers["set-cookie"]).toEqual([
      `lucid_refresh_${test.gateway.port}=first; Path=/api/v1/auth; Max-Age=604800; HttpOnly; SameSite=Strict`,
    ]);
  });

  it("never travels in the clear where there is https", async () => {
    await using test = await openTestGateway({ services, options: { trustedHosts: ["https://node.example"] } });
    expect((await login(test, "cookie", "node.example")).headers["set-cookie"]?.[0]).toMatch(/; Secure$/);
    expect((await login(test, "cookie")).headers["set-cookie"]?.[0]).not.toContain("Secure");
  });

  it("is taken from the cookie of the node's own page and answered as a cookie, whatever was asked", async () => {
    await using test = await openTestGateway({ services });
    for (const asked of ["cookie", "body"]) {
      const answer = await refresh(test, { refresh: asked }, { ...cookieOf(test, "one"), ...ownPage });
      expect(answer.json()).toMatchObject({ refresh_token: "" });
      expect(answer.headers["set-cookie"]?.[0]).toContain("=after-one;");
    }
    const host = `127.0.0.1:${test.gateway.port}`;
    const byOrigin = await refresh(
      test,
      { refresh: "cookie" },
      { ...cookieOf(test, "one"), Origin: `http://${host}`, Host: host },
    );
    expect(byOrigin.status).toBe(200);
  });

  it.each([
    { "Sec-Fetch-Site": "cross-site" },
    { "Sec-Fetch-Site": "same-site" },
    { "Sec-Fetch-Site": "none" },
    { Origin: "https://evil.example" },
    { Origin: "null" },
    {},
  ])("is not taken from the cookie of a request with %j", async (headers) => {
    await using test = await openTestGateway({ services });
    const answer = await refresh(test, { refresh: "cookie" }, { ...cookieOf(test, "one"), ...headers });
    expect(answer.status).toBe(403);
    expect(answer.json()).toMatchObject({ error: { code: "LUCID_ERR_4003" } });
    expect(answer.headers["set-cookie"]).toBeUndefined();
  });

  it("in the body counts before a cookie", async () => {
    await using test = await openTestGateway({ services });
    const answer = await refresh(test, { refresh_token: "mine", refresh: "body" }, cookieOf(test, "one"));
    expect(answer.json()).toMatchObject({ refresh_token: "after-mine" });
  });

  it("is taken away at logout", async () => {
    await using test = await openTestGateway({ services });
    const answer = await test.ask("POST", "/api/v1/auth/logout", { token: "owner", body: {} });
    expect(answer.headers["set-cookie"]?.[0]).toContain("=; Path=/api/v1/auth; Max-Age=0;");
  });
});
