import { contract } from "@lucid/contract";
import { implement, ORPCError } from "@orpc/server";
import { RPCHandler } from "@orpc/server/message-port";
import { expect, it } from "vitest";
import { PORT_MESSAGE } from "../../../preload/port-message.ts";
import { sampleAccount } from "../testing/sample-account.ts";
import { openPortDoor } from "./port-door.ts";

interface Seen {
  readonly tokens: (string | null)[];
  readonly refreshed: (string | undefined)[];
}

/** The application's side of a port: a router that takes one access token, and trades one refresh token. */
function startApplication(accepted: string): { readonly request: () => void; readonly seen: Seen; readonly end: () => void } {
  const seen: Seen = { tokens: [], refreshed: [] };
  const { port1, port2 } = new MessageChannel();
  const os = implement(contract).$context<{ token: string | null }>();
  const answer = {
    access_token: accepted,
    refresh_token: "r2",
    token_type: "bearer" as const,
    expires_in: 900,
    user: sampleAccount,
  };
  const handler = new RPCHandler<{ token: string | null }>(
    {
      logins: {
        refresh: os.logins.refresh.handler(({ input }) => {
          seen.refreshed.push(input.refresh_token);
          return answer;
        }),
      },
      people: {
        me: os.people.me.handler(({ context }) => {
          seen.tokens.push(context.token);
          if (context.token !== `Bearer ${accepted}`) throw new ORPCError("LUCID_ERR_2002", { status: 401 });
          return sampleAccount;
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
  handler.upgrade(port1, { context: { token: null } });
  port1.start();
  return {
    seen,
    request() {
      const data = { type: PORT_MESSAGE, gateway: "http://127.0.0.1:8080" };
      window.dispatchEvent(new MessageEvent("message", { data, ports: [port2], source: window }));
    },
    end: () => port1.close(),
  };
}

it("speaks to the node over the window's port, and renews the login with the token it keeps in memory", async () => {
  const application = startApplication("new");
  const api = await openPortDoor(application);
  expect(api.sockets.href).toBe("ws://127.0.0.1:8080/");
  api.login.accept({
    access_token: "old",
    refresh_token: "r1",
    token_type: "bearer",
    expires_in: 900,
    user: sampleAccount,
  });
  expect(await api.client.people.me()).toEqual(sampleAccount);
  expect(application.seen).toEqual({ tokens: ["Bearer old", "Bearer new"], refreshed: ["r1"] });
  application.end();
});

it("does not take a port from another window", async () => {
  const stranger = new MessageChannel();
  const application = startApplication("new");
  const opening = openPortDoor({
    request() {
      const data = { type: PORT_MESSAGE, gateway: "http://evil.example" };
      window.dispatchEvent(new MessageEvent("message", { data, ports: [stranger.port2], source: null }));
      application.request();
    },
  });
  expect((await opening).sockets.host).toBe("127.0.0.1:8080");
  application.end();
  stranger.port1.close();
});
