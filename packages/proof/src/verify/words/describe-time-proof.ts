import type { ReadStamp, TimeProofDoubts, TimeProofFacts } from "../../time/judge-time-proof.ts";
import { foreignText } from "./foreign-text.ts";
import { spanInWords, timeInWords } from "./words.ts";

/** What a time proof adds: each stamp in one sentence, what does not fit together, and what no stamp shows. */
export const describeTimeProof = ({ stamps }: TimeProofFacts, doubts: TimeProofDoubts): string[] => [
  ...stamps.map(sentence),
  ...doubtful(doubts),
  "A stamp is an upper bound and nothing else: it does not show when anything began. Whether a certificate was revoked was not asked.",
];

function sentence(stamp: ReadStamp): string {
  const { block, atMs, accuracyMs } = stamp;
  const accuracy = accuracyMs === 0 ? "" : `, give or take ${spanInWords(accuracyMs)}`;
  if (!block.isShown)
    return (
      `${whoSays(stamp)} that a block existed at ${timeInWords(atMs)}${accuracy}, which calls itself block ${block.height} and goes on from ` +
      `this recording's: so this recording was recorded before ${timeInWords(atMs + accuracyMs)}. Nothing here shows that the network has that block.`
    );
  return (
    `${whoSays(stamp)} that this chain's block ${block.height} existed at ${timeInWords(atMs)}${accuracy}: so everything up to ` +
    `block ${block.height}, this recording included, was recorded before ${timeInWords(atMs + accuracyMs)}.`
  );
}

function whoSays({ signer, pinned }: ReadStamp): string {
  if (pinned === null)
    return `Whoever holds the key of a certificate that calls itself ${foreignText(signer.name)} (SHA-256 ${signer.sha256}) says, and nothing ties it to anybody you named,`;
  if (pinned.known !== null)
    return pinned.sha256 === signer.sha256
      ? `The authority "${pinned.known}" of your address book says`
      : `${foreignText(signer.name)}, certified by the authority "${pinned.known}" of your address book, says`;
  if (pinned.sha256 === signer.sha256) return `${foreignText(signer.name)}, whose certificate you named, says`;
  return `${foreignText(signer.name)}, certified by ${foreignText(pinned.name)} whose certificate you named, says`;
}

function doubtful({ blockAfterStampMs, aheadMs, apartMs, unreadable }: TimeProofDoubts): string[] {
  const said: string[] = [];
  if (blockAfterStampMs > 0)
    said.push(
      `A contradiction: a block is dated ${spanInWords(blockAfterStampMs)} after a time at which an authority says that it existed. One of the two clocks was wrong.`,
    );
  if (aheadMs > 0) said.push(`A stamp is dated ${spanInWords(aheadMs)} after your own clock.`);
  if (apartMs > 0)
    said.push(
      `Stamps of the same block are ${spanInWords(apartMs)} apart. The later can have been asked for later; the earlier rests on its own authority alone.`,
    );
  for (const name of unreadable)
    said.push(`The certificate of the authority "${name}" of your address book cannot be read: it counts for nothing.`);
  return said;
}
