import type { Api } from "../../shared/api/api.ts";
import type { PageWallet } from "./vault.ts";

/** Logs in with a signature of the wallet, then opens the account's encryption identity. */
export async function logIn(api: Api, wallet: PageWallet, setupCode?: string): Promise<void> {
  // Encryption comes along with it: loaded when somebody logs in, not with the page that offers it.
  const { signIn } = await import("./sign-in.ts");
  await signIn(api, wallet, setupCode);
}
