import { contract } from "@lucid/contract";
import { implement, ORPCError } from "@orpc/server";
import { RPCHandler } from "@orpc/server/message-port";
import { afterEach, expect, it } from "vitest";
import { PORT_MESSAGE } from "../../../preload/port-message.ts";
import { sampleAccount } from "../testing/sample-account.ts";
import { toFailure } from "./failure.ts";
import { createPortDoor } from "./port-door.ts";

interface Seen {
  readonly tokens: (string | null)[];
  readonly refreshes: number;
}

/** The application's side: a router that takes one access token, keeps the refresh token, and hands a port over when it is asked to. */
function startApplication(accepted: string) {
  const seen = { tokens: [] as (string | null)[], refreshes: 0 };
  const os = implement(contract).$context<{ token: string | null }>();
  const hang = Promise.withResolvers<never>();
  let asked = 0;
  let port: MessagePort | undefined;
  const handler = new RPCHandler<{ token: string | null }>(
    {
      logins: {
        refresh: os.logins.refresh.handler(({ input }) => {
          seen.refreshes += 1;
          expect(input).toEqual({ refresh: "cookie" });
          const user = sampleAccount;
          return { access_token: accepted, refresh_token: "", token_type: "bearer" as const, expires_in: 900, user };
        }),
      },
      people: {
        me: os.people.me.handler(({ context }) => {
          seen.tokens.push(context.token);
          if (context.token !== `Bearer ${accepted}`) throw new ORPCError("LUCID_ERR_2002", { status: 401 });
          return sampleAccount;
        }),
      },
      node: {
        health: os.node.health.handler(() => hang.promise),
        events: os.node.events.handler(async function* () {
          yield { type: "beat" as const, timestamp: "2026-01-01T00:00:00.000Z" };
          await hang.promise;
        }),
      },
    },
    {
      interceptors: [
        ({ next, request, ...options }) =>
          next({ ...options, request, context: { token: String(request.headers["authorization"] ?? "") || null } }),
      ],
    },
  );
  return {
    seen: seen as Seen,
    asked: () => asked,
    request: () => void (asked += 1),
    give(gateway = "http://127.0.0.1:8080") {
      const { port1, port2 } = new MessageChannel();
      port = port1;
      handler.upgrade(port1, { context: { token: null } });
      port1.start();
      const data = { type: PORT_MESSAGE, gateway };
      window.dispatchEvent(new MessageEvent("message", { data, ports: [port2], source: window }));
    },
    end: () => port?.close(),
  };
}

const loggedIn = (access_token: string) => ({
  access_token,
  refresh_token: "",
  token_type: "bearer" as const,
  expires_in: 900,
  user: sampleAccount,
});

afterEach(() => localStorage.clear());

it("speaks to the node over the window's port, and has the application renew the login", async () => {
  const application = startApplication("new");
  const api = createPortDoor(application);
  application.give();
  expect(api.sockets.href).toBe("ws://127.0.0.1:8080/");
  api.login.accept(loggedIn("old"));
  expect(await api.client.people.me()).toEqual(sampleAccount);
  expect(application.seen).toEqual({ tokens: ["Bearer old", "Bearer new"], refreshes: 1 });
  application.end();
});

it("does not take a port from another window", async () => {
  const stranger = new MessageChannel();
  const application = startApplication("new");
  const api = createPortDoor(application);
  const data = { type: PORT_MESSAGE, gateway: "http://evil.example" };
  window.dispatchEvent(new MessageEvent("message", { data, ports: [stranger.port2], source: null }));
  expect(() => api.sockets).toThrow("The node is not there");
  application.give();
  expect(api.sockets.host).toBe("127.0.0.1:8080");
  application.end();
  stranger.port1.close();
});

it("lets calls wait for the first port", async () => {
  const application = startApplication("new");
  const api = createPortDoor(application);
  const called = api.client.people.me().catch((error: unknown) => toFailure(error).code);
  application.give();
  expect(await called).toBe("LUCID_ERR_2002");
  application.end();
});

it("fails at once when the node goes, what waits and what comes after, until there is another one", async () => {
  const application = startApplication("new");
  const api = createPortDoor(application);
  application.give();
  api.login.accept(loggedIn("new"));
  const events = await api.client.node.events();
  expect(await events.next()).toMatchObject({ done: false });
  const waiting = api.client.node.health().catch((error: unknown) => toFailure(error).code);
  const next = events.next().catch(() => "ended");
  application.end();
  expect(await Promise.all([waiting, next])).toEqual(["OFFLINE", "ended"]);
  await expect(api.client.people.me()).rejects.toThrow("The node is not there");
  expect(application.asked()).toBe(2);

  application.give("http://127.0.0.1:9090");
  expect(await api.client.people.me()).toEqual(sampleAccount);
  expect((await (await api.client.node.events()).next()).value).toMatchObject({ type: "beat" });
  expect(api.sockets.host).toBe("127.0.0.1:9090");
  application.end();
});

it("goes on with the login that the application keeps, also where the page itself has written down none", async () => {
  const application = startApplication("first");
  const api = createPortDoor(application);
  expect(localStorage).toHaveLength(0);
  const renewed = api.login.refresh();
  application.give();
  expect(await renewed).toBe(true);
  expect(application.seen.refreshes).toBe(1);
  application.end();
});
