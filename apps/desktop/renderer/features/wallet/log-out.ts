import type { Api } from "../../shared/api/api.ts";
import { lockVault } from "./vault.ts";

/** Ends this login on the node and forgets what this page holds. */
export async function logOut(api: Api): Promise<void> {
  try {
    await api.client.logins.logout({ logout_all_sessions: false });
  } finally {
    lockVault();
    api.login.forget();
  }
}
