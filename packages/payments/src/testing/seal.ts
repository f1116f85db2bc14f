import type { WalletSecret } from "@lucid/contract";
import { Encrypter } from "age-encryption";

/** Seals as a page does. */
export async function seal(recipient: string, secret: WalletSecret): Promise<string> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return Buffer.from(await encrypter.encrypt(JSON.stringify(secret))).toString("base64");
}
