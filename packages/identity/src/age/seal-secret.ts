import type { WalletSecret } from "@lucid/contract";
import { base64 } from "@scure/base";
import { encrypterTo } from "./age-file.ts";

/**
 * Seals a secret of a TRON wallet for the process of payments, whose age recipient `GET /tron/sealing-key` names: an age file in base64.
 * @throws IdentityError `recipient-invalid`.
 */
export async function sealWalletSecret(recipient: string, secret: WalletSecret): Promise<string> {
  const file = await encrypterTo([recipient]).encrypt(JSON.stringify(secret));
  return base64.encode(file);
}
