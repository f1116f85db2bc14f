import { describe, expect, it } from "vitest";
import { newWallet, openLoginGateway, tokensOf } from "../testing/open-login-gateway.ts";
import { openTestGateway, TEST_TIME_MS } from "../testing/open-test-gateway.ts";

const address = "TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeC";
const few = { perMinute: 3, burst: 3 };
const challenge = (body: unknown = { tron_address: address }) => ["POST", "/api/v1/auth/challenge", { body }] as const;

describe("limits over HTTP", () => {
  it("stand in the headers of every answer", async () => {
    await using test = await openTestGateway();
    const first = await test.ask("GET", "/api/v1/chain/info", { token: "owner" });
    expect(first.headers).toMatchObject({
      "x-ratelimit-limit": "1000",
      "x-ratelimit-remaining": "999",
      "x-ratelimit-reset": String(TEST_TIME_MS / 1_000 + 1),
    });
    expect((await test.ask("GET", "/api/v1/meta/info")).headers).toMatchObject({
      "x-ratelimit-limit": "200",
      "x-ratelimit-remaining": "199",
    });
    expect((await test.ask("GET", "/api/v1/users/me", { token: "owner" })).headers["x-ratelimit-limit"]).toBe("20000");
    expect((await test.ask("GET", "/api/v1/node/status", { token: "nobody" })).headers["x-ratelimit-limit"]).toBe("2000");
  });

  it("refuse with 429, the envelope and Retry-After, and let in again after it", async () => {
    await using test = await openTestGateway({ options: { limits: { public: few } } });
    for (let call = 0; call < 3; call++) expect((await test.ask("GET", "/api/v1/meta/info")).status).toBe(503);
    const refused = await test.ask("GET", "/api/v1/meta/info");
    expect([refused.status, refused.headers["retry-after"], refused.headers["x-ratelimit-remaining"]]).toEqual([429, "20", "0"]);
    expect(refused.json()).toMatchObject({ error: { code: "LUCID_ERR_3001", details: { retry_after_s: 20 } } });
    test.pass(20_000);
    expect((await test.ask("GET", "/api/v1/meta/info")).status).toBe(503);
  });

  it("count guessed tokens for the address they come from", async () => {
    await using test = await openTestGateway({ options: { limits: { public: few } } });
    for (let call = 0; call < 3; call++)
      expect((await test.ask("GET", "/api/v1/users/me", { token: `guess${call}` })).status).toBe(401);
    expect((await test.ask("GET", "/api/v1/users/me", { token: "guess" })).status).toBe(429);
    expect((await test.ask("GET", "/api/v1/users/me", { token: "owner" })).status).toBe(503);
  });

  it("count logins for the address of the network", async () => {
    await using test = await openTestGateway({ options: { loginPerMinute: 3 } });
    for (let call = 0; call < 3; call++) expect((await test.ask(...challenge())).status).toBe(503);
    expect((await test.ask(...challenge({ tron_address: "TLsV52sRDL79HXGGm9yzwKibb6BeruhUzy" }))).status).toBe(429);
    expect((await test.ask("POST", "/api/v1/auth/refresh", { body: { refresh_token: "r" } })).status).toBe(503);
  });

  it("of others keep nobody out whose wallet they name", async () => {
    await using test = await openTestGateway({ options: { loginPerMinute: 3, trustedProxies: ["127.0.0.1"] } });
    const from = (last: number) =>
      test.ask("POST", "/api/v1/auth/challenge", {
        body: { tron_address: address },
        headers: { "X-Forwarded-For": `192.0.2.${last}` },
      });
    for (let call = 0; call < 10; call++) expect((await from(call)).status).toBe(503);
  });

  it("count failed logins and renewals only: who proves himself gets in, whatever others of his address get wrong", async () => {
    await using test = await openLoginGateway({ loginPerMinute: 3, limits: {} });
    const wallet = newWallet();
    const session = tokensOf(await test.logIn(wallet));
    const refresh = (token: string) => test.ask("POST", "/api/v1/auth/refresh", { body: { refresh_token: token } });
    const guesses = [];
    for (let call = 0; call < 4; call++) guesses.push((await refresh(`guess${call}`)).status);
    expect(guesses).toEqual([401, 401, 401, 429]);
    const renewed = await refresh(session.refresh_token);
    expect(renewed.status).toBe(200);
    for (let call = 0; call < 4; call++) {
      const body = { challenge_id: "0198c0de-0000-4000-8000-000000000001", tron_address: wallet.address, signature: "00" };
      expect((await test.ask("POST", "/api/v1/auth/login", { body })).status).toBe(call < 3 ? 401 : 429);
    }
    expect((await test.logIn(wallet)).status).toBe(200);
  });

  it("do not believe a forwarded address from anybody but a known proxy", async () => {
    await using test = await openTestGateway({ options: { loginPerMinute: 1 } });
    const from = (ip: string) =>
      test.ask("POST", "/api/v1/auth/challenge", { body: { tron_address: address }, headers: { "X-Forwarded-For": ip } });
    expect((await from("192.0.2.1")).status).toBe(503);
    expect((await from("192.0.2.2")).status).toBe(429);
  });
});
