import { isLoggedOut } from "./failure.ts";
import type { Login } from "./login.ts";

interface Call {
  readonly path: readonly string[];
  next(): Promise<unknown>;
}

/** The calls that answer 401 about what they were given, not about the login. */
const OWN_401 = new Set(["login", "refresh", "challenge"]);

/** Interceptor of every call: an access token that the node no longer takes is renewed once, then the call is repeated. */
export const renewOnce =
  (login: Login) =>
  async (call: Call): Promise<unknown> => {
    try {
      return await call.next();
    } catch (error) {
      const [area, procedure] = call.path;
      if (!isLoggedOut(error) || (area === "auth" && OWN_401.has(procedure ?? ""))) throw error;
      if (login.state.getState().status !== "in" || !(await login.refresh())) throw error;
      return await call.next();
    }
  };
