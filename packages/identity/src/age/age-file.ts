import { AgeRecipient } from "@lucid/contract";
import { Decrypter, Encrypter } from "age-encryption";
import { IdentityError } from "../identity-error.ts";

/** What encrypts bytes or a stream of them to X25519 recipients (age-encryption.org/v1). @throws IdentityError `recipient-invalid`. */
export function encrypterTo(recipients: readonly string[]): Encrypter {
  const encrypter = new Encrypter();
  for (const recipient of recipients) {
    if (!AgeRecipient.safeParse(recipient).success)
      throw new IdentityError("recipient-invalid", { detail: recipient.slice(0, 80) });
    try {
      encrypter.addRecipient(recipient);
    } catch (cause) {
      throw new IdentityError("recipient-invalid", { detail: recipient, cause });
    }
  }
  return encrypter;
}

/** What opens an age file of bytes or of a stream with any of these identities. @throws IdentityError `identity-invalid`. */
export function decrypterWith(identities: readonly string[]): Decrypter {
  const decrypter = new Decrypter();
  try {
    for (const identity of identities) decrypter.addIdentity(identity);
  } catch (cause) {
    throw new IdentityError("identity-invalid", { cause });
  }
  return decrypter;
}

/** Whether an age file did not open because it is encrypted to none of the identities. */
export const isForSomebodyElse = (error: unknown): boolean =>
  error instanceof Error && error.message.includes("no identity matched");
