import { describe, expect, it } from "vitest";
import { type LoginGateway, newWallet, openLoginGateway, tokensOf } from "../testing/open-login-gateway.ts";
import type { Answer } from "../testing/open-test-gateway.ts";

const byCookie = { body: { refresh: "cookie" } };
const ownPage = { "Sec-Fetch-Site": "same-origin" };
const refresh = (test: LoginGateway, body: object, headers: Record<string, string> = {}) =>
  test.ask("POST", "/api/v1/auth/refresh", { body, headers });
const setCookie = (answer: Answer): string => answer.headers["set-cookie"]?.[0] ?? "";

/** Logged in with the token in a cookie, and the header that a browser would send. */
async function withCookie(options: Parameters<typeof openLoginGateway>[0] = {}) {
  const test = await openLoginGateway(options);
  const answer = await test.logIn(newWallet(), byCookie);
  const [pair = ""] = setCookie(answer).split(";");
  return { test, answer, cookie: { Cookie: `other=1; ${pair}` } };
}

describe("a refresh token", () => {
  it("is in the body unless a cookie was asked for", async () => {
    await using test = await openLoginGateway();
    const answer = await test.logIn(newWallet());
    expect(tokensOf(answer).refresh_token).toMatch(/^[\w-]{43}$/);
    expect(answer.headers["set-cookie"]).toBeUndefined();
  });

  it("is a cookie that scripts cannot read and other sites cannot send", async () => {
    const { test, answer } = await withCookie();
    await using _ = test;
    expect(tokensOf(answer).refresh_token).toBe("");
    expect(setCookie(answer)).toMatch(
      new RegExp(`^lucid_refresh_${test.port}=[\\w-]{43}; Path=/api/v1/auth; Max-Age=604800; HttpOnly; SameSite=Strict$`),
    );
  });

  it("never travels in the clear where there is https", async () => {
    await using test = await openLoginGateway({ trustedHosts: ["https://node.example"] });
    const overHttps = await test.logIn(newWallet(), { ...byCookie, headers: { Host: "node.example" } });
    expect(setCookie(overHttps)).toMatch(/; Secure$/);
    expect(setCookie(await test.logIn(newWallet(), byCookie))).not.toContain("Secure");
  });

  it.each(["cookie", "body"])(
    "is taken from the cookie of the node's own page and answered as a cookie, asked for as %s",
    async (asked) => {
      const { test, cookie } = await withCookie();
      await using _ = test;
      const answer = await refresh(test, { refresh: asked }, { ...cookie, ...ownPage });
      expect(tokensOf(answer).refresh_token).toBe("");
      expect(setCookie(answer)).toMatch(/^lucid_refresh_\d+=[\w-]{43};/);
      expect(setCookie(answer)).not.toContain(cookie.Cookie.split("=").at(-1));
    },
  );

  it("is taken from a page that names its origin", async () => {
    const { test, cookie } = await withCookie();
    await using _ = test;
    const host = `127.0.0.1:${test.port}`;
    const answer = await refresh(test, { refresh: "cookie" }, { ...cookie, Origin: `http://${host}`, Host: host });
    expect(answer.status).toBe(200);
  });

  it.each([
    { "Sec-Fetch-Site": "cross-site" },
    { "Sec-Fetch-Site": "same-site" },
    { "Sec-Fetch-Site": "none" },
    { Origin: "https://evil.example" },
    { Origin: "null" },
    {},
  ])("is not taken from the cookie of a request with %j", async (headers) => {
    const { test, cookie } = await withCookie();
    await using _ = test;
    const answer = await refresh(test, { refresh: "cookie" }, { ...cookie, ...headers });
    expect(answer.status).toBe(403);
    expect(answer.json()).toMatchObject({ error: { code: "LUCID_ERR_4003" } });
    expect(answer.headers["set-cookie"]).toBeUndefined();
    expect((await refresh(test, { refresh: "cookie" }, { ...cookie, ...ownPage })).status).toBe(200);
  });

  it("in the body counts before a cookie", async () => {
    const { test, cookie } = await withCookie();
    await using _ = test;
    const mine = tokensOf(await test.logIn(newWallet()));
    const answer = tokensOf(await refresh(test, { refresh_token: mine.refresh_token, refresh: "body" }, cookie));
    expect(answer.user.user_id).toBe(mine.user.user_id);
    expect(answer.refresh_token).toMatch(/^[\w-]{43}$/);
  });

  it("is taken away at logout, and worth nothing from then on", async () => {
    const { test, answer, cookie } = await withCookie();
    await using _ = test;
    const token = tokensOf(answer).access_token;
    const verify = async () => (await test.ask("POST", "/api/v1/auth/verify", { body: { token } })).json();
    const { user_id } = tokensOf(answer).user;
    expect(await verify()).toMatchObject({ valid: true, user_id });
    expect((await test.ask("GET", "/api/v1/auth/status", { token })).json()).toMatchObject({ user: { user_id } });
    const left = await test.ask("POST", "/api/v1/auth/logout", { token, body: {} });
    expect(setCookie(left)).toContain("=; Path=/api/v1/auth; Max-Age=0;");
    expect(await verify()).toEqual({ valid: false, user_id: null, expires_at: null });
    expect((await refresh(test, { refresh: "cookie" }, { ...cookie, ...ownPage })).status).toBe(401);
  });
});
