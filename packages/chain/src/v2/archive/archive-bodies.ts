import type { Clock } from "@lucid/foundation";
import { VOTE_WINDOW } from "../consensus/branch-finality.ts";
import type { BlockArchive, PackedBlock } from "../store/block-archive.ts";
import type { StoredBodies } from "../store/sqlite-store.ts";
import type { NetworkStore } from "../store/store.types.ts";

export interface ArchivingDeps {
  readonly store: Pick<NetworkStore, "header" | "snapshots"> & { readonly bodies: StoredBodies };
  readonly archive: Pick<BlockArchive, "write" | "has">;
  readonly clock: Clock;
  readonly chain: ArchivedChain;
}

/** What is to be known of the chain whose bodies are archived. */
export interface ArchivedChain {
  canonicalHash(height: number): string | undefined;
  /** Heights of the blocks from which on membership changed hands: the certificates of those are made of the blocks above. */
  handovers(): readonly number[];
  /** Unix seconds of the final block. */
  finalTime(): number;
}

/** Blocks of one file, and bytes: what is read and written in one go. */
const FILE_BLOCKS = 256;
const FILE_BYTES = 8_388_608;
/** Between two files, so that blocks and votes are taken in meanwhile. */
const PAUSE_MS = 50;
const DAY_S = 86_400;

/** Brings bodies of old final blocks into files, and takes them out of the database once the files were there for a while. */
export interface BodyArchiver extends Disposable {
  /** Looks whether there are any; goes on by itself while there are. */
  look(): void;
}

/**
 * Of blocks that are older than so many days, and lie below every snapshot that is kept, which a start may still apply. What a file of the
 * archive holds leaves the database at the next look: a copy of both made in between has all of it. The blocks that the certificate of a
 * handover is made of stay where they are.
 */
export function createBodyArchiver(
  { store, archive, clock, chain }: ArchivingDeps,
  { days }: { readonly days: number },
): BodyArchiver {
  const { bodies } = store;
  let timer: Disposable | undefined;

  /** The next blocks, as many as one file takes. */
  function due(below: number): PackedBlock[] {
    const blocks: PackedBlock[] = [];
    let bytes = 0;
    const handovers = chain.handovers();
    const isOfHandover = (height: number): boolean => handovers.some((at) => height >= at && height <= at + 2 * VOTE_WINDOW);
    for (let height = bodies.archivedUpTo() + 1; height < below && blocks.length < FILE_BLOCKS; height += 1) {
      const hash = chain.canonicalHash(height) ?? "";
      const header = store.header(hash);
      const content = bodies.packed(hash);
      if (header === undefined || content === undefined || header.timestamp > chain.finalTime() - days * DAY_S) break;
      if (isOfHandover(height)) continue;
      bytes += content.length;
      if (blocks.length > 0 && bytes > FILE_BYTES) break;
      blocks.push({ hash, height, content });
    }
    return blocks;
  }

  function step(): void {
    timer = undefined;
    const oldest = store.snapshots().at(-1)?.height ?? 0;
    const [first, ...others] = due(oldest - VOTE_WINDOW);
    if (first === undefined) return;
    const places = archive.write([first, ...others]);
    bodies.archived(
      places.map((place) => {
        const header = store.header(place.hash);
        if (header === undefined) throw new Error(`chain: block ${place.height} is gone`);
        return { ...place, header };
      }),
    );
    timer = clock.after(PAUSE_MS, step);
  }

  return {
    look() {
      if (timer !== undefined) return;
      for (const file of bodies.unreleased()) if (archive.has(file)) bodies.release(file);
      step();
    },
    [Symbol.dispose]: () => timer?.[Symbol.dispose](),
  };
}
