import type { LoginDeps } from "./login.ts";

const LOGGED_IN = "lucid.logged-in";

/** The refresh token itself is out of sight of scripts. This only says, to all windows, that there may be one. */
export const loginMemory: NonNullable<LoginDeps["memory"]> = {
  get: () => localStorage.getItem(LOGGED_IN) !== null,
  set: (isIn) => (isIn ? localStorage.setItem(LOGGED_IN, "1") : localStorage.removeItem(LOGGED_IN)),
  onLogin(seen) {
    const hear = ({ key, newValue }: StorageEvent): void => {
      if (key === LOGGED_IN && newValue !== null) seen();
    };
    addEventListener("storage", hear);
    return () => removeEventListener("storage", hear);
  },
};

/**
 * One window at a time: two that trade the same refresh token at once look like a stolen one, and the node would end
 * the login of both. Browsers keep locks from pages that are not secure; there it is left to chance.
 */
export const exclusively = async <Value>(run: () => Promise<Value>): Promise<Value> => {
  const locks = (navigator as Partial<Navigator>).locks;
  return locks ? await locks.request("lucid.refresh", run) : await run();
};
