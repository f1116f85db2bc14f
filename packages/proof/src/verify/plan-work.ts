import { createArchiveReader } from "../bundle/archive-reader.ts";
import { partNames } from "../bundle/layout.ts";
import type { Bundle } from "../bundle/read-bundle.ts";
import type { ByteSource } from "../byte-source.ts";
import type { Work } from "../work.ts";
import { evidenceIn } from "./check-after.ts";

/** Bytes of an entry, and of evidence for each signature in it, roughly: until both are counted they are guessed from this. */
const ENTRY_BYTES = 450;
const SIGNATURE_BYTES = 300;

/** Documents stand first, and are so many at most. */
const MOST_DOCUMENTS = 10;

/** How much work a bundle was guessed to be. */
export interface GuessedWork {
  readonly entries: number;
  readonly signatures: number;
}

/** Plans the work from what the archive's first headers say. Nothing is checked here: what is wrong is found where it is read. */
export async function guessWork(source: ByteSource, work: Work): Promise<GuessedWork> {
  let guess: GuessedWork = { entries: 0, signatures: 0 };
  const archive = createArchiveReader(source);
  for (let parts = 0; parts < MOST_DOCUMENTS; parts += 1) {
    const next = await archive.peek();
    if (!next.ok || next.value === undefined) break;
    const { name, size } = next.value;
    if (name === partNames.manifest) {
      work.plan("reading", 2 * size);
      work.plan("hashing", 2 * size);
      guess = { ...guess, entries: Math.ceil(size / ENTRY_BYTES) };
    } else if (name === partNames.anchor || name === partNames.checkpoints || name === partNames.blocks) {
      work.plan("reading", name === partNames.checkpoints ? 2 * size : size);
      guess = { ...guess, signatures: guess.signatures + Math.ceil(size / SIGNATURE_BYTES) };
    }
    if (!(await archive.skip(next.value)).ok) break;
  }
  work.plan("list", guess.entries);
  work.plan("votes", guess.signatures);
  return guess;
}

/** Plans what is known once the documents were read, in place of what was guessed. */
export function countWork(bundle: Bundle, guess: GuessedWork, work: Work): void {
  work.plan("list", bundle.manifest.manifest.chunks.length - guess.entries);
  work.plan("votes", signaturesIn(bundle) - guess.signatures);
}

/** Signatures of transactions, blocks and votes, each of which takes its time. */
const signaturesIn = ({ anchor, checkpoints, blocks }: Bundle): number =>
  evidenceIn({ anchor, checkpoints, blocks }).reduce(
    (sum, { headers, finality }) => sum + headers.length + finality.reduce((votes, link) => votes + link.signatures.length, 0),
    1 + checkpoints.length,
  );
