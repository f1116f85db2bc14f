import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readSync, renameSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { syncFolder } from "@lucid/foundation";
import { utf8, type v2 } from "@lucid/proof";
import { prepareBlock } from "../blocks/prepare-block.ts";
import { isDamage } from "../damage.ts";
import { unpackBlock } from "./packed-block.ts";

/** Where a block lies in the archive. */
export interface ArchivedBlock {
  readonly hash: string;
  readonly height: number;
  readonly file: string;
  readonly position: number;
  readonly size: number;
}

export interface PackedBlock {
  readonly hash: string;
  readonly height: number;
  /** As it lies in the database. */
  readonly content: Uint8Array;
}

/** Bodies of old blocks in files beside the database: each begins with a line that lists what is in it, and is written once. */
export interface BlockArchive {
  /** Writes one file; it is on the disk when this returns. */
  write(blocks: readonly [PackedBlock, ...PackedBlock[]]): readonly ArchivedBlock[];
  has(file: string): boolean;
  /** The canonical form of a block, compared with the roots of its header. */
  read(block: ArchivedBlock): ReadBlock;
}

/** `gone`: its file is not there. `damaged`: what is there is another block, or none. */
export type ReadBlock =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly reason: "gone" | "damaged" };

/** Folder of the archive of a `chain.db`. */
export const archiveFolder = (database: string): string => join(dirname(database), "blocks");

const digits = (height: number): string => String(height).padStart(12, "0");

export function createBlockArchive(folder: string, network: v2.Network): BlockArchive {
  /** Whether a block holds is a question of its roots here: its signatures were checked before it was kept. */
  const rules = { network, checkSignature: () => true };

  return {
    write(blocks) {
      const [first] = blocks;
      const file = `${digits(first.height)}-${digits(blocks.at(-1)?.height ?? first.height)}.blocks`;
      const listed = blocks.map(({ height, hash, content }) => [height, hash, content.length] as const);
      const head = { format: "lucid-archived-blocks", version: 1, network: network.hash, blocks: listed };
      const line = utf8(`${JSON.stringify(head)}\n`);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const part = join(folder, `${file}.part`);
      const open = openSync(part, "w", 0o600);
      try {
        for (const bytes of [line, ...blocks.map(({ content }) => content)]) writeWhole(open, bytes);
        fsyncSync(open);
      } finally {
        closeSync(open);
      }
      renameSync(part, join(folder, file));
      syncFolder(folder);
      syncFolder(dirname(folder));
      let position = line.length;
      return blocks.map(({ hash, height, content }) => {
        const place = { hash, height, file, position, size: content.length };
        position += content.length;
        return place;
      });
    },
    has: (file) => existsSync(join(folder, file)),
    read(block) {
      const path = join(folder, block.file);
      if (!existsSync(path)) return { ok: false, reason: "gone" };
      const bytes = unpacked(readAt(path, block));
      const prepared = bytes && prepareBlock(bytes, rules);
      if (prepared?.ok !== true || prepared.value.hash !== block.hash) return { ok: false, reason: "damaged" };
      return { ok: true, bytes: prepared.value.bytes };
    },
  };
}

function unpacked(content: Uint8Array): Uint8Array | undefined {
  try {
    return unpackBlock(content);
  } catch (error) {
    if (error instanceof Error && isDamage(error)) return undefined;
    throw error;
  }
}

function writeWhole(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
}

/** What is there of a piece of a file: less, where it was cut. */
function readAt(path: string, { position, size }: Pick<ArchivedBlock, "position" | "size">): Uint8Array {
  const file = openSync(path, "r");
  try {
    const bytes = new Uint8Array(size);
    let done = 0;
    for (let read = 1; read > 0 && done < size; done += read) read = readSync(file, bytes, done, size - done, position + done);
    return bytes.subarray(0, done);
  } finally {
    closeSync(file);
  }
}
