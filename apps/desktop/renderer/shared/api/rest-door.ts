import { API_PREFIX, AuthResponse } from "@lucid/contract";
import { createORPCClient } from "@orpc/client";
import { OpenAPILink } from "@orpc/openapi-client/fetch";
import { type Api, createApi, type LucidClient, socketsOf } from "./api.ts";
import { decodeEnvelope } from "./failure.ts";
import { proveOnce } from "./fresh-factor.ts";
import { createLogin } from "./login.ts";
import { renewOnce } from "./renew.ts";
import { contract } from "./routes.ts";

const LOGGED_IN = "lucid.logged-in";

/**
 * One window at a time: two that trade the same cookie at once look like a stolen one, and the node would end
 * the login of both. Browsers keep locks from pages that are not secure; there it is left to chance.
 */
const exclusively = async <Value>(run: () => Promise<Value>): Promise<Value> => {
  const locks = (navigator as Partial<Navigator>).locks;
  return locks ? await locks.request("lucid.refresh", run) : await run();
};

/** The node behind the page: REST and server-sent events, the refresh token in a cookie that scripts cannot read. */
export function createRestDoor(gateway: URL): Api {
  const base = new URL(API_PREFIX, gateway);

  const login = createLogin({
    transport: "cookie",
    now: () => Date.now(),
    // The cookie itself is out of sight of scripts. This only says that there may be one.
    memory: {
      get: () => localStorage.getItem(LOGGED_IN) !== null,
      set: (isIn) => (isIn ? localStorage.setItem(LOGGED_IN, "1") : localStorage.removeItem(LOGGED_IN)),
      onLogin(seen) {
        const hear = ({ key, newValue }: StorageEvent): void => {
          if (key === LOGGED_IN && newValue !== null) seen();
        };
        addEventListener("storage", hear);
        return () => removeEventListener("storage", hear);
      },
    },
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
  return createApi(createORPCClient<LucidClient>(link), login, { gateway, sockets: socketsOf(gateway) });
}
