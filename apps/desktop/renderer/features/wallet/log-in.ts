import type { Api } from "../../shared/api/api.ts";
import type { CodeNeeded } from "./sign-in.ts";
import type { PageWallet } from "./vault.ts";

/** What lets a wallet in that has no account yet. */
export interface Entry {
  readonly setup_code?: string;
  readonly invitation?: string;
}

/** Logs in with a signature of the wallet, then opens the account's encryption identity; or gives what waits for a code. */
export async function logIn(api: Api, wallet: PageWallet, entry?: Entry): Promise<CodeNeeded | undefined> {
  // Encryption comes along with it: loaded when somebody logs in, not with the page that offers it.
  const { signIn } = await import("./sign-in.ts");
  return await signIn(api, wallet, entry);
}
