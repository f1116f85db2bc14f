import { MessageChannel } from "node:worker_threads";
import { loginErrors, sessionErrors } from "@lucid/contract";
import { describe, expect, it } from "vitest";
import type { Caller, Principal } from "../calls/index.ts";
import type { PortWindow } from "./attach-port.ts";
import { type Overrides, owner } from "./testing/fake-services.ts";
import { openTestGateway } from "./testing/open-test-gateway.ts";
import { createPortClient, type PortClient } from "./testing/port-client.ts";
import { SAMPLE_CALLS } from "./testing/sample-inputs.ts";

const plenty = { perMinute: 1e6, burst: 1e6 };

async function openPort(
  options: {
    readonly services?: Overrides;
    readonly principal?: Principal | undefined;
    readonly token?: string;
    readonly procedures?: PortWindow["procedures"];
  } = {},
) {
  const test = await openTestGateway({
    ...(options.services ? { services: options.services } : {}),
    options: { limits: { public: plenty, login: plenty, create: plenty, emergency: plenty } },
  });
  const { port1, port2 } = new MessageChannel();
  const attached = test.gateway.attachPort(
    port1,
    { kind: "user", procedures: options.procedures ?? "all" },
    () => options.principal,
  );
  const gone = new AbortController();
  const client = createPortClient(port2, { gone: gone.signal, token: () => options.token });
  port2.start();
  return {
    ...test,
    attached,
    client,
    gone,
    async [Symbol.asyncDispose]() {
      port2.close();
      await test[Symbol.asyncDispose]();
    },
  };
}

/** Calls a procedure by its name in the contract. */
const callByName = (client: PortClient, name: string, input: unknown): Promise<unknown> => {
  const [part = "", procedure = ""] = name.split(".");
  const parts = client as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>;
  const call = parts[part]?.[procedure];
  return call ? call(input) : Promise.reject(new Error(`No procedure ${name}`));
};

it("keeps a window's refresh token out of its page, where the window has somebody who keeps it", async () => {
  let kept: string | undefined = "r1";
  let seen: unknown;
  await using test = await openTestGateway({
    services: {
      logins: {
        refresh(_input: unknown, { refreshCookie }: Caller) {
          seen = refreshCookie?.read();
          refreshCookie?.set("r2");
          throw loginErrors.REFRESH_INVALID();
        },
      },
    },
  });
  const { port1, port2 } = new MessageChannel();
  const refreshCookie = { read: () => kept, set: (token: string | undefined) => void (kept = token) };
  using _attached = test.gateway.attachPort(port1, { kind: "user", procedures: "all", refreshCookie }, () => undefined);
  const client = createPortClient(port2, { gone: new AbortController().signal });
  port2.start();
  await expect(client.logins.refresh({ refresh: "cookie" })).rejects.toMatchObject({ status: 401 });
  expect([seen, kept]).toEqual(["r1", "r2"]);
  port2.close();
});

describe("the port's door", () => {
  it("reaches every procedure and lets no call in without an account", async () => {
    await using stranger = await openPort();
    await using known = await openPort({ principal: owner });
    for (const { name, input, access } of SAMPLE_CALLS) {
      if (access !== "public") {
        await expect(callByName(stranger.client, name, input)).rejects.toMatchObject({
          code: "LUCID_ERR_2003",
          status: 401,
        });
      }
      if (name.startsWith("gateway.")) continue;
      await expect(callByName(known.client, name, input)).rejects.toMatchObject({
        code: "LUCID_ERR_5008",
        message: `reached ${name}`,
      });
    }
  });

  it("has nothing but what the window may call, whoever is logged in", async () => {
    await using test = await openPort({
      principal: owner,
      procedures: ["chain", "node"],
      services: { sessions: { statistics: () => expect.fail("called") } },
    });
    await expect(test.client.sessions.statistics()).rejects.toMatchObject({ status: 404 });
    await expect(test.client.chain.info()).rejects.toMatchObject({ message: "reached chain.info" });
  });

  it("takes an access token as REST does, and before the one it would vouch for", async () => {
    await using test = await openPort({ principal: owner, token: "nobody" });
    await expect(test.client.sessions.list({})).rejects.toMatchObject({ code: "LUCID_ERR_2004", status: 403 });
  });

  it("throws the same envelope that REST answers with", async () => {
    await using test = await openPort({
      principal: owner,
      services: {
        sessions: {
          stop() {
            throw sessionErrors.SESSION_STATE({ status: "created", allowed: ["recording"] });
          },
        },
      },
    });
    const id = "0198c0de-1111-4111-8111-111111111111" as never;
    await expect(test.client.sessions.stop({ session_id: id })).rejects.toMatchObject({
      code: "LUCID_SESSION_ERR_4304",
      status: 409,
      data: {
        error: {
          code: "LUCID_SESSION_ERR_4304",
          details: { status: "created" },
          request_id: expect.any(String),
          service: "lucid",
        },
      },
    });
    await expect(test.client.sessions.get({ session_id: "nonsense" })).rejects.toMatchObject({
      code: "LUCID_ERR_1001",
      data: { error: { details: { issues: [{ path: "session_id" }] } } },
    });
  });

  it("says who calls and through which window", async () => {
    let seen: Caller | undefined;
    await using test = await openPort({
      principal: owner,
      services: {
        sessions: {
          list(_input: unknown, caller: Caller) {
            seen = caller;
            return { sessions: [], pagination: { page: 1, limit: 20, total: 0, pages: 1 } };
          },
        },
      },
    });
    expect(await test.client.sessions.list({})).toMatchObject({ sessions: [] });
    expect(seen).toMatchObject({ door: "port:user", ip: "local", principal: owner });
  });

  it("carries a stream, and ends it at its source when the listener stops", async () => {
    const ended = Promise.withResolvers<void>();
    await using test = await openPort({
      principal: owner,
      services: {
        node: {
          async *events() {
            try {
              for (;;) {
                yield { type: "beat", timestamp: "2026-01-01T00:00:00.000Z" };
                await new Promise((resolve) => setTimeout(resolve, 1));
              }
            } finally {
              ended.resolve();
            }
          },
        },
      },
    });
    let heard = 0;
    for await (const event of await test.client.node.events()) {
      expect(event).toMatchObject({ type: "beat" });
      if (++heard === 3) break;
    }
    await ended.promise;
  });

  it("ends streams and refuses calls once the other side is gone", async () => {
    await using test = await openPort({
      principal: owner,
      services: {
        node: {
          async *events() {
            yield { type: "beat", timestamp: "2026-01-01T00:00:00.000Z" };
            await new Promise(() => undefined);
          },
        },
        sessions: { statistics: () => new Promise(() => undefined) },
      },
    });
    const events = await test.client.node.events();
    expect(await events.next()).toMatchObject({ done: false });
    const waiting = test.client.sessions.statistics();
    test.attached[Symbol.dispose]();
    test.gone.abort(new Error("the node is gone"));
    await expect(waiting).rejects.toThrow();
    await expect(events.next()).rejects.toThrow();
    await expect(test.client.sessions.statistics()).rejects.toThrow("the node is gone");
  });
});
