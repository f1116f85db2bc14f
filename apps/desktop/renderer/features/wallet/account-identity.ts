import { newIdentity, openIdentity, sealIdentity } from "@lucid/identity";
import { IDENTITY_TEXT } from "@lucid/proof";
import type { Api } from "../../shared/api/api.ts";
import { PageFaultError } from "../../shared/api/page-fault.ts";
import { heldIdentity, holdIdentity, type PageWallet } from "./vault.ts";

/**
 * Opens the account's encryption identity with the wallet, or makes one at the first login. The node keeps it
 * sealed under a signature that only this wallet can make.
 */
export async function openAccountIdentity({ client, login }: Pick<Api, "client" | "login">, wallet: PageWallet): Promise<void> {
  if (heldIdentity() !== undefined) return;
  const signature = await wallet.sign(IDENTITY_TEXT);
  const kept = await client.people.identity();
  if (kept) {
    holdIdentity(openIdentity(kept.sealed, signature));
    return;
  }
  // A wallet whose signatures differ from time to time would lock the identity away for ever.
  if ((await wallet.sign(IDENTITY_TEXT)) !== signature) throw new PageFaultError("wallet-unsteady");
  const made = newIdentity();
  await client.people.setIdentity({ recipient: made.recipient, sealed: sealIdentity(made.identity, signature) });
  holdIdentity(made.identity);
  const { account } = login.state.getState();
  if (account) login.update({ ...account, recipient: made.recipient });
}
