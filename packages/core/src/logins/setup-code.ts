import { createHash, timingSafeEqual } from "node:crypto";
import type { Randomness, WriteDb } from "@lucid/foundation";

/** Letters and digits that nobody mixes up; 32 of them, so a byte maps without bias. */
const ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/** 20 characters of 5 bits: 100 bits, out of reach of guessing through a rate limit or a leaked digest. */
const LENGTH = 20;

/** A letter for each byte. */
export const lettersOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join("");

/** The one-time code of the first start. Only its digest is stored, and it is gone once it was used. */
export function createSetupCode(db: WriteDb, randomness: Randomness) {
  const read = db.prepare<[], { code_hash: Uint8Array }>("SELECT code_hash FROM setup_code WHERE id = 1");
  const write = db.prepare(`
    INSERT INTO setup_code (id, code_hash, issued_at) VALUES (1, :hash, :now)
    ON CONFLICT (id) DO UPDATE SET code_hash = excluded.code_hash, issued_at = excluded.issued_at`);
  const clear = db.prepare("DELETE FROM setup_code");

  return {
    /** Replaces the code of an earlier start. */
    issue(now: number): string {
      const letters = lettersOf(randomness.bytes(LENGTH));
      const code = [0, 5, 10, 15].map((start) => letters.slice(start, start + 5)).join("-");
      write.run({ hash: digestOf(code), now });
      return code;
    },
    matches(code: string): boolean {
      const stored = read.get();
      return stored !== undefined && timingSafeEqual(stored.code_hash, digestOf(code));
    },
    clear: (): void => void clear.run(),
  };
}

/** Written in small letters, with spaces or without dashes, it is the same code. */
const digestOf = (code: string): Buffer =>
  createHash("sha256")
    .update(code.toUpperCase().replace(/[^A-Z0-9]/g, ""))
    .digest();
