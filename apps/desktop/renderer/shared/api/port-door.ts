import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/message-port";
import type { LucidPort } from "../../../preload/port-message.ts";
import { type Api, createApi, type LucidClient, socketsOf } from "./api.ts";
import { isLoggedOut } from "./failure.ts";
import { proveOnce } from "./fresh-factor.ts";
import { createLogin } from "./login.ts";
import { exclusively, loginMemory } from "./login-memory.ts";
import { createPortLine } from "./port-line.ts";
import { renewOnce } from "./renew.ts";

/** The node inside the desktop application: the same procedures over a MessagePort of this window. */
export function createPortDoor(source: LucidPort): Api {
  const login = createLogin({
    // The application keeps the refresh token for all its windows.
    transport: "cookie",
    now: () => Date.now(),
    // It is asked each time: what a page has written down may be lost when its window closes at once.
    memory: { ...loginMemory, get: () => true },
    trade: () =>
      exclusively(async () => {
        try {
          return await bare.logins.refresh({ refresh: "cookie" });
        } catch (error) {
          if (isLoggedOut(error)) return undefined;
          throw error;
        }
      }),
  });
  const line = createPortLine(
    source,
    (port) =>
      new RPCLink({
        port,
        async headers(_options, path) {
          // The renewal itself goes without the token that it renews.
          const token = path.join(".") === "logins.refresh" ? undefined : await login.token();
          return token === undefined ? {} : { authorization: `Bearer ${token}` };
        },
        interceptors: [proveOnce, renewOnce(login)],
      }),
  );
  const bare = createORPCClient<LucidClient>(line);
  return createApi(bare, login, {
    gateway: new URL(location.origin),
    sockets: () => socketsOf(line.gateway()),
  });
}

declare global {
  interface Window {
    readonly lucidPort?: LucidPort;
  }
}
