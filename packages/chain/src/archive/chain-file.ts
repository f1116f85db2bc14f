import { createHash } from "node:crypto";
import { Count, canonicalJson, Hash } from "@lucid/proof";
import { z } from "zod";

/** A block or a vote in canonical form. A store also knows what it calls the block. */
export interface ChainEntry {
  readonly kind: "block" | "vote";
  readonly text: string;
  readonly name?: string;
}

const Begin = z.strictObject({ format: z.literal("lucid-chain"), version: z.literal(1), genesis: z.unknown() });
const End = z.strictObject({
  blocks: Count,
  votes: Count,
  /** Hash of the last block, or of the genesis where there is none. */
  head: Hash,
  /** Height up to which its votes make it final. */
  final: Count,
  /** SHA-256 of all lines before, line feeds included. */
  sha256: Hash,
});

/** What the last line of a chain's file says of the lines before. */
export type ChainFileEnd = z.infer<typeof End>;

/** The longest line: a block of the largest allowed size, in its frame. */
export const MAX_LINE = 4_194_304 + 64;

/** The file is no chain's, or not all of it. */
export class ChainFileError extends Error {
  override readonly name = "ChainFileError";
}

/** A chain as lines of a file, line feeds included: its genesis, its blocks by height, the votes that no block holds, and what it comes to. */
export async function* writeChainFile(
  genesis: unknown,
  entries: AsyncIterable<ChainEntry>,
  about: Pick<ChainFileEnd, "head" | "final">,
): AsyncGenerator<string> {
  const sum = createHash("sha256");
  const count = { block: 0, vote: 0 };
  const line = (text: string): string => {
    sum.update(`${text}\n`);
    return `${text}\n`;
  };
  yield line(canonicalJson({ format: "lucid-chain", version: 1, genesis }));
  for await (const { kind, text } of entries) {
    count[kind] += 1;
    yield line(`{"${kind}":${text}}`);
  }
  const end: ChainFileEnd = { blocks: count.block, votes: count.vote, ...about, sha256: sum.digest("hex") };
  yield `${canonicalJson({ end })}\n`;
}

export interface ChainFile {
  /** As it stands there: nothing of it was checked. */
  readonly genesis: unknown;
  /** @throws ChainFileError when the file is not as it was written. */
  readonly entries: AsyncIterable<ChainEntry>;
  /** Once all entries were read. */
  end(): ChainFileEnd;
}

/** @param lines without their line feeds. @throws ChainFileError when the first one is not that of a chain. */
export async function readChainFile(lines: AsyncIterable<string>): Promise<ChainFile> {
  const rest = lines[Symbol.asyncIterator]();
  const sum = createHash("sha256");
  let ended: ChainFileEnd | undefined;
  const next = async (): Promise<string | undefined> => {
    const { done, value } = await rest.next();
    return done ? undefined : value;
  };
  const first = await next();
  const begin = Begin.safeParse(first === undefined ? undefined : jsonOf(first));
  if (first === undefined || !begin.success) throw new ChainFileError("it is no file of a chain");
  sum.update(`${first}\n`);

  async function* entries(): AsyncGenerator<ChainEntry> {
    const count = { block: 0, vote: 0 };
    for (let text = await next(); text !== undefined; text = await next()) {
      const entry = entryIn(text);
      if (entry === undefined) {
        const end = endIn(text);
        if (end.blocks !== count.block || end.votes !== count.vote || end.sha256 !== sum.digest("hex"))
          throw new ChainFileError("it is not as it was written");
        if ((await next()) !== undefined) throw new ChainFileError("it goes on behind its end");
        ended = end;
        return;
      }
      count[entry.kind] += 1;
      sum.update(`${text}\n`);
      yield entry;
    }
    throw new ChainFileError("its end is missing");
  }

  return {
    genesis: begin.data.genesis,
    entries: entries(),
    end() {
      if (ended === undefined) throw new Error("chain: the end of the file was not read");
      return ended;
    },
  };
}

function entryIn(line: string): ChainEntry | undefined {
  for (const kind of ["block", "vote"] as const) {
    const frame = `{"${kind}":`;
    if (line.startsWith(frame) && line.endsWith("}")) return { kind, text: line.slice(frame.length, -1) };
  }
  return undefined;
}

function endIn(line: string): ChainFileEnd {
  const parsed = z.strictObject({ end: End }).safeParse(jsonOf(line));
  if (!parsed.success) throw new ChainFileError("a line is neither a block, nor a vote, nor the end");
  return parsed.data.end;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
