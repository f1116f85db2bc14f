import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { request } from "node:http";
import { describe, expect, it, vi } from "vitest";
import type { Caller } from "../../calls/index.ts";
import { owner } from "../testing/fake-services.ts";
import { openTestGateway, type TestGateway } from "../testing/open-test-gateway.ts";

const beat = { type: "beat", timestamp: "2026-01-01T00:00:00.000Z" };

/** One event, then silence: what most streams are most of the time. */
function quietEvents() {
  const ended = Promise.withResolvers<void>();
  const events = async function* (_input: unknown, caller: Caller) {
    try {
      yield beat;
      await new Promise((resolve) => caller.signal.addEventListener("abort", resolve));
    } finally {
      ended.resolve();
    }
  };
  return { services: { node: { events } }, ended: ended.promise };
}

async function follow(test: TestGateway, token = "owner"): Promise<IncomingMessage> {
  const asked = request({
    host: "127.0.0.1",
    port: test.gateway.port,
    path: "/api/v1/events",
    headers: { Authorization: `Bearer ${token}` },
  });
  asked.end();
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  return response;
}

async function readUntil(response: IncomingMessage, text: string): Promise<string> {
  let read = "";
  for await (const part of response.iterator({ destroyOnReturn: false })) {
    read += String(part);
    if (read.includes(text)) return read;
  }
  throw new Error(`The stream ended without ${text}: ${read}`);
}

const streams = async (test: TestGateway): Promise<number | undefined> => {
  const metric = await test.registry.getSingleMetric("lucid_gateway_streams")?.get();
  return metric?.values.find((value) => value.labels["kind"] === "node.events")?.value;
};

describe("an event stream", () => {
  it("ends with the login that opened it, and with no other", async () => {
    const { services } = quietEvents();
    await using test = await openTestGateway({ services });
    const response = await follow(test);
    await readUntil(response, "beat");
    test.endLogin("0198c0de-0000-4000-8000-ffffffffffff");
    expect(await streams(test)).toBe(1);
    test.endLogin(owner.loginSessionId);
    response.resume();
    await once(response, "end");
    expect(await streams(test)).toBe(0);
  });

  it("is server-sent events that no proxy may hold back", async () => {
    const { services, ended } = quietEvents();
    await using test = await openTestGateway({ services });
    const response = await follow(test);
    expect(response.headers).toMatchObject({
      "content-type": "text/event-stream",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    });
    expect(await readUntil(response, "beat")).toContain(`data: ${JSON.stringify(beat)}`);
    expect(await streams(test)).toBe(1);
    response.destroy();
    await ended;
  });

  it("ends at its source when the listener goes", async () => {
    const { services, ended } = quietEvents();
    await using test = await openTestGateway({ services });
    const response = await follow(test);
    await readUntil(response, "beat");
    response.destroy();
    await ended;
    expect(await streams(test)).toBe(0);
  });

  it("ends with the gateway, even when its source waits for something that never comes", async () => {
    const stuck = async function* () {
      yield beat;
      await new Promise(() => undefined);
    };
    const test = await openTestGateway({ services: { node: { events: stuck } } });
    const response = await follow(test);
    await readUntil(response, "beat");
    const broken = once(response, "error");
    await test[Symbol.asyncDispose]();
    expect(await broken).toMatchObject([{ message: "aborted" }]);
  });

  it("tells its listener the code of what broke it, and no more", async () => {
    const broken = async function* () {
      yield beat;
      throw new Error("no such table");
    };
    await using test = await openTestGateway({ services: { node: { events: broken } } });
    const read = await readUntil(await follow(test), "event: error");
    expect(read).toContain("LUCID_ERR_5001");
    expect(read).not.toContain("no such table");
    expect(test.log.join("")).toContain("no such table");
  });

  it("is one of few that an account may follow, whatever logins and streams it has", async () => {
    const { services } = quietEvents();
    const session = "0198c0de-0000-4000-8000-000000000001";
    await using test = await openTestGateway({ services: { ...services, sessions: { watch: services.node.events } } });
    const followed = [];
    for (let count = 0; count < 20; count++) followed.push(await follow(test));
    expect(followed.map(({ statusCode }) => statusCode)).toEqual(followed.map(() => 200));
    const refused = await test.ask("GET", "/api/v1/events", { token: "owner" });
    expect([refused.status, refused.json()]).toMatchObject([429, { error: { code: "LUCID_ERR_3002", details: { limit: 20 } } }]);
    expect((await test.ask("GET", `/api/v1/sessions/${session}/events`, { token: "owner" })).status).toBe(429);
    const other = await follow(test, "nobody");
    expect(other.statusCode).toBe(200);
    followed[0]?.destroy();
    await vi.waitFor(async () => expect((await follow(test)).statusCode).toBe(200), { timeout: 10_000, interval: 50 });
    for (const response of [...followed, other]) response.destroy();
  });

  it("that fails before it begins leaves its place to others", async () => {
    await using test = await openTestGateway();
    for (let count = 0; count < 30; count++) {
      expect((await test.ask("GET", "/api/v1/events", { token: "owner" })).status).toBe(503);
    }
  });

  it("is refused like any call", async () => {
    await using test = await openTestGateway({ services: quietEvents().services });
    expect((await test.ask("GET", "/api/v1/events")).status).toBe(401);
  });
});
