import { keyCommitment } from "@lucid/proof";
import { IdentityError } from "../identity-error.ts";
import { decrypterWith, encrypterTo, isForSomebodyElse } from "./age-file.ts";

const DATA_KEY_BYTES = 32;
/** Room for some hundred recipients. A larger envelope is refused before it is parsed. */
const MAX_ENVELOPE_BYTES = 65_536;

/**
 * Wraps a session's data key (32 bytes) to X25519 recipients as one age file (age-encryption.org/v1).
 * @throws IdentityError `recipient-invalid`.
 */
export async function wrapDataKey(dataKey: Uint8Array, recipients: readonly string[]): Promise<Uint8Array> {
  if (dataKey.length !== DATA_KEY_BYTES) throw new RangeError("A data key has 32 bytes");
  if (recipients.length === 0) throw new RangeError("A data key is wrapped to at least one recipient");
  return encrypterTo(recipients).encrypt(dataKey);
}

/**
 * Opens an envelope with an age identity (AGE-SECRET-KEY-1...). With `commitment`, the manifest's
 * `key_commitment`, the key must be the one of that recording.
 * @throws IdentityError `key-not-for-you`, `envelope-invalid`, `key-mismatch`, `identity-invalid`.
 */
export async function unwrapDataKey(
  envelope: Uint8Array,
  identity: string,
  options: { readonly commitment?: string | undefined } = {},
): Promise<Uint8Array> {
  if (envelope.length > MAX_ENVELOPE_BYTES) throw new IdentityError("envelope-invalid", { detail: "too large" });
  const decrypter = decrypterWith([identity]);
  const dataKey = await decrypter.decrypt(envelope).catch((cause: unknown) => {
    throw new IdentityError(isForSomebodyElse(cause) ? "key-not-for-you" : "envelope-invalid", { cause });
  });
  if (dataKey.length !== DATA_KEY_BYTES) throw new IdentityError("envelope-invalid", { detail: `${dataKey.length} bytes` });
  if (options.commitment !== undefined && keyCommitment(dataKey) !== options.commitment) throw new IdentityError("key-mismatch");
  return dataKey;
}
