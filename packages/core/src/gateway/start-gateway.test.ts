import { once } from "node:events";
import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { openTestGateway } from "./testing/open-test-gateway.ts";

describe("starting", () => {
  it("names address and port when another program has the port", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as { port: number };
    await expect(openTestGateway({ options: { port } })).rejects.toMatchObject({
      code: "LUCID_GATEWAY_ERR_5401",
      message: `The gateway cannot listen on 127.0.0.1 port ${port}: another program uses it`,
      details: { host: "127.0.0.1", port },
    });
    other.close();
  });

  it("names an address that this computer does not have", async () => {
    await expect(openTestGateway({ options: { host: "192.0.2.1" } })).rejects.toMatchObject({ code: "LUCID_GATEWAY_ERR_5403" });
  });

  it("takes a free port for 0 and says which", async () => {
    await using test = await openTestGateway();
    expect(test.gateway.port).toBeGreaterThan(0);
    expect(test.gateway.url).toBe(`http://127.0.0.1:${test.gateway.port}`);
  });

  it("tells a loopback address for a listener on every address", async () => {
    await using test = await openTestGateway({ options: { host: "0.0.0.0" } });
    expect(test.gateway.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });
});

describe("closing", () => {
  it("lets an answer under way finish", async () => {
    const called = Promise.withResolvers<void>();
    const work = Promise.withResolvers<unknown>();
    const test = await openTestGateway({
      services: {
        sessions: {
          statistics() {
            called.resolve();
            return work.promise;
          },
        },
      },
    });
    const answer = test.ask("GET", "/api/v1/sessions/statistics", { token: "owner" });
    await called.promise;
    const closed = test[Symbol.asyncDispose]();
    work.resolve({ live: 0, total: 0, recorded_seconds_30_days: 0, size_bytes: 0, provable: 1 });
    expect(await answer).toMatchObject({ status: 200 });
    await closed;
  });

  it("does not wait for an answer that never comes", async () => {
    const called = Promise.withResolvers<void>();
    const test = await openTestGateway({
      services: {
        sessions: {
          statistics() {
            called.resolve();
            return new Promise(() => undefined);
          },
        },
      },
    });
    const answer = test.ask("GET", "/api/v1/sessions/statistics", { token: "owner" });
    const closed = called.promise.then(() => test[Symbol.asyncDispose]());
    await expect(answer).rejects.toThrow("socket hang up");
    await closed;
  });

  it("frees the port", async () => {
    const first = await openTestGateway();
    await first[Symbol.asyncDispose]();
    await using second = await openTestGateway({ options: { port: first.gateway.port } });
    expect(second.gateway.port).toBe(first.gateway.port);
  });
});
