import type { ByteSource } from "../byte-source.ts";
import { equalBytes } from "../encoding/bytes.ts";
import { utf8 } from "../encoding/utf8.ts";
import { type PartPlace, readExactly } from "./archive-reader.ts";

/** Lines are compared when their text has this many bytes. */
const PIECE_BYTES = 65_536;

/** Compares SHA256SUMS with what it should be, line after line. */
export interface SumsCheck {
  /** The next line: digest in hex, and name of a part. */
  add(sha256: string, name: string): Promise<void>;
  /** Whether the part has these lines and nothing else. */
  end(): Promise<boolean>;
}

export function createSumsCheck(source: ByteSource, sums: PartPlace): SumsCheck {
  let isSame = true;
  let lines = "";
  let comparedBytes = 0;

  async function compare(): Promise<void> {
    const expected = utf8(lines);
    lines = "";
    const isThere = comparedBytes + expected.length <= sums.size;
    isSame &&= isThere && equalBytes(await readExactly(source, sums.offset + comparedBytes, expected.length), expected);
    comparedBytes += expected.length;
  }

  return {
    async add(sha256, name) {
      lines += `${sha256}  ${name}\n`;
      if (lines.length >= PIECE_BYTES) await compare();
    },
    async end() {
      await compare();
      return isSame && comparedBytes === sums.size;
    },
  };
}
