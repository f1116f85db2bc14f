import { request } from "node:http";
import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { openTestGateway } from "../testing/open-test-gateway.ts";

const status = "/api/v1/node/status";

describe("the listener", () => {
  it.each(["127.0.0.1:8080", "localhost", "[::1]:99", "192.168.1.7", "LOCALHOST:1"])("answers to the host %s", async (host) => {
    await using test = await openTestGateway();
    expect((await test.ask("GET", "/api/v1/meta/info", { headers: { Host: host } })).status).toBe(503);
  });

  it.each(["evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example", "a b", "::1"])(
    "refuses the host %s, whatever the path",
    async (host) => {
      await using test = await openTestGateway();
      for (const path of ["/api/v1/meta/info", "/health", "/"]) {
        const answer = await test.ask("GET", path, { headers: { Host: host } });
        expect(answer.status).toBe(403);
        expect(answer.json()).toMatchObject({ error: { code: "LUCID_ERR_4003" } });
      }
    },
  );

  it("answers to the names that its owner gave it", async () => {
    await using test = await openTestGateway({ options: { trustedHosts: ["node.example", "https://other.example:8443"] } });
    for (const host of ["node.example", "Node.Example:80", "other.example:8443"]) {
      expect((await test.ask("GET", "/api/v1/meta/info", { headers: { Host: host } })).status).toBe(503);
    }
  });

  it("says on every answer that nothing in it may run, be framed or be kept", async () => {
    await using test = await openTestGateway();
    for (const path of ["/api/v1/meta/info", "/health", "/nothing", "/api/v1/nothing"]) {
      const { headers } = await test.ask("GET", path);
      expect(headers).toMatchObject({
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "cache-control": "no-store",
      });
      expect(headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it("gives no other site leave to read", async () => {
    await using test = await openTestGateway();
    const headers = { Origin: "https://evil.example", "Access-Control-Request-Method": "POST" };
    const asked = await test.ask("OPTIONS", "/api/v1/sessions", { headers });
    expect(asked.status).toBe(403);
    expect(Object.keys(asked.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
    const answer = await test.ask("GET", "/api/v1/meta/info", { headers });
    expect(Object.keys(answer.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
  });

  it.each(["Host", "Authorization", "Origin"])("refuses two headers %s", async (name) => {
    await using test = await openTestGateway();
    const socket = connect(test.gateway.port, "127.0.0.1");
    const twice = `${name}: localhost\r\n${name.toLowerCase()}: localhost\r\n`;
    socket.end(`GET /health/live HTTP/1.1\r\n${name === "Host" ? "" : "Host: localhost\r\n"}${twice}\r\n`);
    const parts: Buffer[] = [];
    for await (const part of socket) parts.push(part as Buffer);
    const answer = Buffer.concat(parts).toString();
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain("stands there more than once");
  });

  it("takes a token from X-Auth-Token as well, and no scheme but Bearer", async () => {
    await using test = await openTestGateway();
    expect((await test.ask("GET", status, { headers: { "X-Auth-Token": "owner" } })).status).toBe(503);
    expect((await test.ask("GET", status, { headers: { Authorization: "bearer owner" } })).status).toBe(503);
    expect((await test.ask("GET", status, { headers: { Authorization: "Basic owner" } })).status).toBe(401);
    expect((await test.ask("GET", status, { headers: { Authorization: "Bearer owner, Bearer nobody" } })).status).toBe(401);
  });

  it("writes no token, cookie or query into its log", async () => {
    await using test = await openTestGateway();
    await test.ask("GET", status, { token: "expired", headers: { Cookie: "lucid_refresh_1=cookie-secret" } });
    await test.ask("GET", "/api/v1/sessions?q=query-secret", { token: "owner" });
    expect(test.log.length).toBeGreaterThan(0);
    expect(test.log.join("")).not.toMatch(/cookie-secret|query-secret|expired"|owner"/);
  });

  it("tells the audit log what was changed and what was denied, and nothing that was only read", async () => {
    await using test = await openTestGateway();
    await test.ask("GET", "/api/v1/sessions", { token: "owner" });
    await test.ask("POST", "/api/v1/auth/logout", { token: "owner", body: {} });
    await test.ask("GET", "/api/v1/sessions", { token: "nobody" });
    expect(test.audited).toMatchObject([
      { procedure: "logins.logout", outcome: "LUCID_ERR_5008", userId: expect.any(String), door: "http", ip: "127.0.0.1" },
      { procedure: "sessions.list", outcome: "LUCID_ERR_2004", permission: "view_own_sessions", userId: expect.any(String) },
    ]);
  });

  it("ends a connection whose headers are too long", async () => {
    await using test = await openTestGateway();
    const answer = await test.ask("GET", "/api/v1/meta/info", { headers: { "X-Long": "x".repeat(20_000) } });
    expect(answer.status).toBe(431);
    expect(answer.json()).toMatchObject({ error: { code: "LUCID_ERR_1010", message: "The headers are too long" } });
  });

  it("answers bytes that are no request with the envelope, and hangs up", async () => {
    await using test = await openTestGateway();
    const socket = connect(test.gateway.port, "127.0.0.1");
    socket.end("SSH-2.0-OpenSSH_9.2\r\n\r\n");
    const parts: Buffer[] = [];
    for await (const part of socket) parts.push(part as Buffer);
    const [head = "", body = ""] = Buffer.concat(parts).toString().split("\r\n\r\n");
    expect(head).toMatch(/^HTTP\/1\.1 400 /);
    expect(JSON.parse(body)).toMatchObject({ error: { code: "LUCID_ERR_1001", service: "lucid" } });
  });
});

describe("a page of another site", () => {
  const FOREIGN = [
    { Origin: "https://evil.example" },
    { Origin: "null" },
    { Origin: "http://localhost:1" },
    { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors" },
    { "Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors" },
    { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe" },
  ];

  it.each(FOREIGN)("with %j is refused before anything is counted", async (headers) => {
    await using test = await openTestGateway({ options: { loginPerMinute: 1, limits: { public: { perMinute: 1, burst: 1 } } } });
    const refusals = [
      await test.ask("POST", "/api/v1/auth/challenge", { headers: { ...headers, "Content-Type": "text/plain" }, body: "{}" }),
      await test.ask("GET", "/api/v1/meta/info", { headers }),
      await test.ask("GET", "/api/v1/users/me", { headers, token: "guess" }),
      await test.ask("GET", "/metrics", { headers }),
      await test.ask("GET", "/health", { headers }),
      await test.ask("GET", "/status?a=b", { headers, token: "owner" }),
    ];
    expect(refusals.map(({ status: code }) => code)).toEqual(refusals.map(() => 403));
    const figures = await test.registry.getSingleMetricAsString("lucid_gateway_requests_turned_away_total");
    expect(figures).toContain(`_total ${refusals.length}`);
    const address = "TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeC";
    expect((await test.ask("POST", "/api/v1/auth/challenge", { body: { tron_address: address } })).status).toBe(503);
    expect((await test.ask("GET", "/api/v1/meta/info")).status).toBe(503);
  });

  it("may link to the page, and a person may type any address", async () => {
    await using test = await openTestGateway({ services: { node: { info: () => ({}) } } });
    const link = { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate" };
    expect((await test.ask("GET", "/", { headers: link })).status).toBe(200);
    expect((await test.ask("GET", "/docs", { headers: link })).status).toBe(302);
    const typed = { "Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate" };
    expect((await test.ask("GET", "/health/live", { headers: typed })).status).toBe(200);
  });

  it("is every page but the node's own", async () => {
    await using test = await openTestGateway();
    const own = [
      { Host: "localhost:8080", Origin: "http://localhost:8080" },
      { Host: "localhost:8080", Origin: "http://localhost:8080", "Sec-Fetch-Site": "same-origin" },
    ];
    for (const headers of own) expect((await test.ask("GET", "/api/v1/meta/info", { headers })).status).toBe(503);
  });
});

describe("metrics", () => {
  it("are open to programs of this computer", async () => {
    await using test = await openTestGateway();
    await test.ask("GET", "/api/v1/meta/info");
    const answer = await test.ask("GET", "/metrics");
    expect(answer.headers["content-type"]).toContain("text/plain");
    expect(answer.text).toContain('lucid_gateway_request_seconds_count{door="http",operation="node.info",status="503"} 1');
  });

  it("ask for the permission when a request came through a proxy, or could have", async () => {
    await using direct = await openTestGateway();
    expect((await direct.ask("GET", "/metrics", { headers: { "X-Forwarded-For": "192.0.2.1" } })).status).toBe(401);
    await using reachable = await openTestGateway({ options: { trustedHosts: ["node.example"] } });
    expect((await reachable.ask("GET", "/metrics")).status).toBe(401);
    expect((await reachable.ask("GET", "/metrics", { token: "nobody" })).status).toBe(403);
    expect((await reachable.ask("GET", "/metrics", { token: "owner" })).status).toBe(200);
  });

  it("are open to everybody when the owner says so", async () => {
    await using test = await openTestGateway({ options: { trustedHosts: ["node.example"], metricsPublic: true } });
    expect((await test.ask("GET", "/metrics", { headers: { Host: "node.example" } })).status).toBe(200);
  });
});

describe("health", () => {
  const health = (state: string) => ({
    status: state,
    service: "lucid",
    version: "1",
    timestamp: "2026-01-01T00:00:00Z",
    environment: "test",
    uptime: 1,
    event_loop_p99_ms: 1,
    dependencies: {},
  });

  it.each([
    ["healthy", 200],
    ["degraded", 200],
    ["unhealthy", 503],
  ])("is %s: %i", async (state, code) => {
    await using test = await openTestGateway({ services: { node: { health: () => health(state) } } });
    const answer = await test.ask("GET", "/health");
    expect([answer.status, answer.json()]).toEqual([code, health(state)]);
  });

  it.each([
    ["healthy", 200],
    ["degraded", 200],
    ["unhealthy", 503],
  ])("that is %s answers readiness with %i and the parts that fail", async (state, code) => {
    const part = (ok: boolean) => ({ ok, detail: "", last_success: null });
    const dependencies = { chain: part(true), storage: part(false) };
    await using test = await openTestGateway({ services: { node: { health: () => ({ ...health(state), dependencies }) } } });
    const answer = await test.ask("GET", "/health/ready");
    expect(answer.status).toBe(code);
    expect(answer.json()).toEqual({
      ready: code === 200,
      timestamp: "2026-01-01T00:00:00Z",
      failing: { storage: dependencies.storage },
    });
  });

  it("lets nobody but its process speak for its being alive", async () => {
    await using test = await openTestGateway({
      services: { node: { health: () => Promise.reject(new Error("stuck")) } },
    });
    expect((await test.ask("GET", "/health/live")).json()).toEqual({ live: true });
    expect((await test.ask("GET", "/health/ready")).status).toBe(500);
  });

  it("in full and in figures is for those who may call the procedures", async () => {
    await using test = await openTestGateway({ services: { node: { status: () => ({ version: "1" }) } } });
    expect((await test.ask("GET", "/status")).status).toBe(401);
    expect((await test.ask("GET", "/status", { token: "nobody" })).json()).toEqual({ version: "1" });
    const figures = (token: string) => test.ask("GET", "/stats", { token });
    const refused = await test.ask("GET", "/api/v1/meta/metrics", { token: "nobody" });
    expect((await figures("nobody")).status).toBe(refused.status);
    expect((await figures("owner")).json()).toMatchObject({ metrics: { active_connections: 1 } });
  });

  it("is never refused for being asked often", async () => {
    await using test = await openTestGateway({
      services: { node: { health: () => health("healthy") } },
      options: { limits: { public: { perMinute: 1, burst: 1 } } },
    });
    for (let time = 0; time < 5; time++) expect((await test.ask("GET", "/health")).status).toBe(200);
  });
});

describe("a slow client", () => {
  it("does not stop others from being served", async () => {
    await using test = await openTestGateway();
    const slow = request({
      host: "127.0.0.1",
      port: test.gateway.port,
      method: "POST",
      path: "/api/v1/auth/logout",
      headers: { "Content-Length": "10", "X-Auth-Token": "owner" },
    });
    slow.on("error", () => undefined);
    slow.write("{");
    expect((await test.ask("GET", "/api/v1/meta/info")).status).toBe(503);
    slow.destroy();
  });
});
