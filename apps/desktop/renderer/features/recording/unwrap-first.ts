import type { KeyEnvelopes } from "@lucid/contract";
import { IdentityError, unwrapDataKey } from "@lucid/identity";

export const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** The session's data key, from the first envelope that the identity opens; undefined when none is for it. */
export async function unwrapFirst({ envelopes }: KeyEnvelopes, identity: string): Promise<Uint8Array | undefined> {
  for (const { envelope } of envelopes) {
    try {
      return await unwrapDataKey(fromBase64(envelope), identity);
    } catch (error) {
      if (!(error instanceof IdentityError) || error.code !== "key-not-for-you") throw error;
    }
  }
  return undefined;
}
