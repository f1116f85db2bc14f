import { type AuthResponse, loginErrors } from "@lucid/contract";
import { readLoginText } from "@lucid/identity";
import type { Api } from "../../shared/api/api.ts";
import { toFailure } from "../../shared/api/failure.ts";
import { PageFaultError } from "../../shared/api/page-fault.ts";
import { openAccountIdentity } from "./account-identity.ts";
import type { Entry } from "./log-in.ts";
import { holdWallet, type PageWallet } from "./vault.ts";

/** A login whose signature the node took, and that waits for the account's second factor. */
export interface CodeNeeded {
  /** Rejects when the code is refused; the next one may be tried. */
  finish(code: string): Promise<void>;
}

/** Logs in with a signature of the wallet, then opens the account's encryption identity; or gives what waits for a code. */
export async function signIn(api: Api, wallet: PageWallet, entry: Entry = {}): Promise<CodeNeeded | undefined> {
  const { challenge_id, message } = await api.client.logins.challenge({ tron_address: wallet.address });
  // Only a login text is signed here: else a hostile node could have a recording grant signed in its place.
  if (readLoginText(message)?.address !== wallet.address) throw new PageFaultError("challenge-invalid");
  const refresh = api.login.transport;

  async function enter(answer: AuthResponse): Promise<void> {
    holdWallet(wallet);
    api.login.accept(answer);
    await openAccountIdentity(api, wallet);
  }

  const signed = { challenge_id, tron_address: wallet.address, signature: await wallet.sign(message), refresh };
  try {
    await enter(await api.client.logins.login({ ...signed, ...entry }));
    return undefined;
  } catch (error) {
    if (toFailure(error).code !== loginErrors.spec.SECOND_FACTOR_NEEDED.code) throw error;
    return { finish: async (code) => enter(await api.client.logins.verifySecondFactor({ challenge_id, code, refresh })) };
  }
}
