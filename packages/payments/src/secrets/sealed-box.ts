import { createHash } from "node:crypto";
import { Decrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { Refusal } from "../refusal.ts";

/** Longest sealed message, in base64: a phrase of 24 words and a passphrase have room many times. */
const SEALED_CHARACTERS = 8_192;
/** What is remembered of messages that were opened; a day of one in a second. */
const OPENED_AT_MOST = 100_000;

/**
 * The one place that opens what a page has sealed for this process. Its key is made at the first question and dies with the process; a
 * message counts once.
 */
export interface SealedBox {
  /** The age recipient to seal to. */
  recipient(): Promise<string>;
  /** @throws Refusal SEALED_UNREADABLE */
  open(sealed: string): Promise<unknown>;
}

export function createSealedBox(): SealedBox {
  let identity: Promise<string> | undefined;
  const opened = new Set<string>();
  const own = (): Promise<string> => (identity ??= generateX25519Identity());

  return {
    recipient: async () => identityToRecipient(await own()),
    async open(sealed) {
      const id = createHash("sha256").update(sealed).digest("base64");
      if (sealed.length > SEALED_CHARACTERS || opened.has(id)) throw new Refusal("SEALED_UNREADABLE");
      const decrypter = new Decrypter();
      decrypter.addIdentity(await own());
      try {
        const text = await decrypter.decrypt(Buffer.from(sealed, "base64"), "text");
        if (opened.size >= OPENED_AT_MOST) opened.clear();
        opened.add(id);
        return JSON.parse(text);
      } catch {
        // Neither the cause nor a part of it leaves: it could hold what was sealed.
        throw new Refusal("SEALED_UNREADABLE");
      }
    },
  };
}
