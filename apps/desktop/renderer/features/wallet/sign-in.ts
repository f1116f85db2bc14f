import { readLoginText } from "@lucid/identity";
import type { Api } from "../../shared/api/api.ts";
import { PageFaultError } from "../../shared/api/page-fault.ts";
import { openAccountIdentity } from "./account-identity.ts";
import { holdWallet, type PageWallet } from "./vault.ts";

/** Logs in with a signature of the wallet, then opens the account's encryption identity. */
export async function signIn(api: Api, wallet: PageWallet, setupCode?: string): Promise<void> {
  const challenge = await api.client.logins.challenge({ tron_address: wallet.address });
  // Only a login text is signed here: else a hostile node could have a recording grant signed in its place.
  if (readLoginText(challenge.message)?.address !== wallet.address) throw new PageFaultError("challenge-invalid");
  const answer = await api.client.logins.login({
    challenge_id: challenge.challenge_id,
    tron_address: wallet.address,
    signature: await wallet.sign(challenge.message),
    refresh: api.login.transport,
    ...(setupCode === undefined ? {} : { setup_code: setupCode }),
  });
  holdWallet(wallet);
  api.login.accept(answer);
  await openAccountIdentity(api, wallet);
}
