import { API_PREFIX, AuthResponse } from "@lucid/contract";
import { createORPCClient } from "@orpc/client";
import { OpenAPILink } from "@orpc/openapi-client/fetch";
import { type Api, createApi, type LucidClient, socketsOf } from "./api.ts";
import { decodeEnvelope } from "./failure.ts";
import { proveOnce } from "./fresh-factor.ts";
import { createLogin } from "./login.ts";
import { exclusively, loginMemory } from "./login-memory.ts";
import { renewOnce } from "./renew.ts";
import { contract } from "./routes.ts";

/** The node behind the page: REST and server-sent events, the refresh token in a cookie that scripts cannot read. */
export function createRestDoor(gateway: URL): Api {
  const base = new URL(API_PREFIX, gateway);

  const login = createLogin({
    transport: "cookie",
    now: () => Date.now(),
    memory: loginMemory,
    trade: () =>
      exclusively(async () => {
        const response = await fetch(`${base.href}/auth/refresh`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ refresh: "cookie" }),
          credentials: "same-origin",
        });
        if (response.ok) return AuthResponse.parse(await response.json());
        if (response.status < 500 && response.status !== 429) return undefined;
        throw decodeEnvelope(await response.json(), response.status) ?? new Error(`The node answered ${response.status}`);
      }),
  });

  const link = new OpenAPILink(contract, {
    url: base,
    async headers() {
      const token = await login.token();
      return token === undefined ? {} : { authorization: `Bearer ${token}` };
    },
    fetch: (request, init) => fetch(request, { ...init, credentials: "same-origin" }),
    interceptors: [proveOnce, renewOnce(login)],
    customErrorResponseBodyDecoder: (body, response) => decodeEnvelope(body, response.status),
  });
  return createApi(createORPCClient<LucidClient>(link), login, { gateway, sockets: () => socketsOf(gateway) });
}
