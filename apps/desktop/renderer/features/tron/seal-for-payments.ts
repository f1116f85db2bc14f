import type { WalletSecret } from "@lucid/contract";
import { sealWalletSecret } from "@lucid/identity";
import type { Api } from "../../shared/api/api.ts";

type Unsealed = WalletSecret extends infer One ? (One extends WalletSecret ? Omit<One, "user_id"> : never) : never;

/** Seals a secret of the person who is logged in for the process of payments: neither the node's engine nor anybody on the way can read it. */
export async function sealForPayments({ client, login }: Pick<Api, "client" | "login">, secret: Unsealed): Promise<string> {
  const user_id = login.state.getState().account?.user_id;
  if (user_id === undefined) throw new Error("nobody is logged in");
  const { recipient } = await client.tron.sealingKey();
  return await sealWalletSecret(recipient, { ...secret, user_id });
}
