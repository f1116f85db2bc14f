import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/message-port";
import { type LucidPort, PORT_MESSAGE, type PortMessage } from "../../../preload/port-message.ts";
import { type Api, createApi, type LucidClient, socketsOf } from "./api.ts";
import { isLoggedOut } from "./failure.ts";
import { proveOnce } from "./fresh-factor.ts";
import { createLogin } from "./login.ts";
import { renewOnce } from "./renew.ts";

const isPortMessage = (data: unknown): data is PortMessage =>
  typeof data === "object" && data !== null && "type" in data && data.type === PORT_MESSAGE;

function receivePort(source: LucidPort): Promise<{ port: MessagePort; gateway: URL }> {
  const received = Promise.withResolvers<{ port: MessagePort; gateway: URL }>();
  window.addEventListener("message", function onMessage(event) {
    const [port] = event.ports;
    if (event.source !== window || !isPortMessage(event.data) || !port) return;
    window.removeEventListener("message", onMessage);
    received.resolve({ port, gateway: new URL(event.data.gateway) });
  });
  source.request();
  return received.promise;
}

/** The node inside the desktop application: the same procedures over a MessagePort of this window. */
export async function openPortDoor(source: LucidPort): Promise<Api> {
  const { port, gateway } = await receivePort(source);
  // A port has no cookies: the refresh token stays in this window's memory.
  const bare = createORPCClient<LucidClient>(new RPCLink({ port }));
  const login = createLogin({
    transport: "body",
    now: () => Date.now(),
    async trade(refreshToken) {
      if (refreshToken === undefined) return undefined;
      try {
        return await bare.logins.refresh({ refresh_token: refreshToken, refresh: "body" });
      } catch (error) {
        if (isLoggedOut(error)) return undefined;
        throw error;
      }
    },
  });
  const link = new RPCLink({
    port,
    async headers() {
      const token = await login.token();
      return token === undefined ? {} : { authorization: `Bearer ${token}` };
    },
    interceptors: [proveOnce, renewOnce(login)],
  });
  port.start();
  return createApi(createORPCClient<LucidClient>(link), login, {
    gateway: new URL(location.origin),
    sockets: socketsOf(gateway),
  });
}

declare global {
  interface Window {
    readonly lucidPort?: LucidPort;
  }
}
