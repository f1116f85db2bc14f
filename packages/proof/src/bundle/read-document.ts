import type { z } from "zod";
import type { ByteSource, Cancellation } from "../byte-source.ts";
import { createFormatReading } from "../encoding/format-reading.ts";
import type { LongList } from "../encoding/json-lists.ts";
import { locate, type Outcome } from "../outcome.ts";
import { type PartPlace, readExactly } from "./archive-reader.ts";

/** Bytes of a document, or of sums, that are in memory at a time. */
const PIECE_BYTES = 262_144;

/** The bytes of a part one piece after the other. */
export async function* piecesOf(source: ByteSource, part: PartPlace, signal?: Cancellation): AsyncGenerator<Uint8Array> {
  for (let done = 0; done < part.size; done += PIECE_BYTES) {
    signal?.throwIfAborted();
    yield await readExactly(source, part.offset + done, Math.min(PIECE_BYTES, part.size - done));
  }
}

/** A JSON part with its form, read without ever being in memory as a whole. */
export async function readDocument<Schema extends z.ZodType>(
  source: ByteSource,
  part: PartPlace,
  schema: Schema,
  options: {
    readonly lists?: readonly LongList[];
    readonly signal?: Cancellation | undefined;
    /** Hears of the bytes as they are read; all of them are read once or twice. */
    readonly onBytes?: ((count: number) => void) | undefined;
  } = {},
): Promise<Outcome<z.output<Schema>>> {
  const reading = createFormatReading(schema, options.lists);
  const pieces = async (take: (piece: Uint8Array) => void): Promise<void> => {
    for await (const piece of piecesOf(source, part, options.signal)) {
      take(piece);
      options.onBytes?.(piece.length);
    }
  };
  await pieces((piece) => reading.push(piece));
  const looked = reading.end();
  if (!looked.ok) return locate(looked, { part: part.name });
  const { value } = looked;
  if (value.hasItems) await pieces((piece) => value.push(piece));
  return locate(value.end(), { part: part.name });
}
