import { createHash } from "node:crypto";
import { createSignatureChecker } from "@lucid/chain/signing";
import {
  bytesOfReceipt,
  type CheckProgress,
  type JudgeBundleOptions,
  type Judgement,
  judgeBundle,
  judgeReceipt,
  type ReceiptJudgement,
} from "@lucid/proof";
import { type BundleFile, openBundle } from "./bundle-source.ts";
import { CommandError, EXIT } from "./exit-codes.ts";
import { createProgressLine, inWords } from "./progress-line.ts";
import { stopOnInterrupt } from "./stop-on-interrupt.ts";
import { terminalName } from "./terminal-text.ts";

export interface CheckedFile {
  readonly judgement: Judgement | ReceiptJudgement;
  /** The file that it is about: of a receipt whose recording does not verify, the recording. */
  readonly name: string;
  /** Which file it was: its length, and SHA-256 of all its bytes in hex. */
  readonly file?: { readonly size: number; readonly sha256: string };
}

export interface JudgeFileOptions extends JudgeBundleOptions {
  /** A bundle or video that the file, a deletion receipt, must be about. */
  readonly recording?: string | undefined;
  readonly isHashed: boolean;
}

/** Says how far it is on the terminal, and stops when it is interrupted: then nothing is said of the file. */
export async function judgeFile(file: string, { recording, isHashed, ...asked }: JudgeFileOptions): Promise<CheckedFile> {
  using interrupt = stopOnInterrupt();
  using line = createProgressLine(process.stderr);
  const { signal } = interrupt;
  let checked = 0;

  async function hashed(judged: CheckedFile, source: BundleFile): Promise<CheckedFile> {
    if (!isHashed) return judged;
    let done = 0;
    const sha256 = await source.digest(0, source.size, (count) => {
      done += count;
      line.show(`Hashing the whole file: ${inWords(done)} of ${inWords(source.size)}`, done / source.size);
    });
    return { ...judged, file: { size: source.size, sha256: Buffer.from(sha256).toString("hex") } };
  }

  const judge = (source: BundleFile): Promise<Judgement> =>
    judgeBundle(source, {
      digest: source.digest,
      createSha256: () => createHash("sha256"),
      checkSignature: createSignatureChecker(),
      signal,
      nowMs: Date.now(),
      onProgress: (progress) => {
        checked = progress.checkedBytes;
        line.show(doing(progress), progress.share);
      },
      ...asked,
    });

  async function judgeDeletion(source: BundleFile, bytes: Uint8Array): Promise<CheckedFile> {
    if (recording === undefined) return await hashed({ judgement: judgeReceipt(bytes, asked), name: file }, source);
    await using recorded = await openBundle(recording, signal);
    const judgement = await judge(recorded);
    if (!judgement.verified) return await hashed({ judgement, name: recording }, recorded);
    return await hashed({ judgement: judgeReceipt(bytes, { ...asked, recording: judgement.facts }), name: file }, source);
  }

  try {
    await using source = await openBundle(file, signal);
    const receipt = await bytesOfReceipt(source);
    if (receipt !== undefined) return await judgeDeletion(source, receipt);
    if (recording === undefined) return await hashed({ judgement: await judge(source), name: file }, source);
    throw new CommandError(EXIT.usage, `--recording goes with a deletion receipt, and ${terminalName(file)} is none`);
  } catch (error) {
    if (!signal.aborted) throw error;
    const message = `stopped after ${inWords(checked)}: whether ${terminalName(file)} verifies is not known`;
    throw new CommandError(EXIT.interrupted, message, { cause: error });
  }
}

function doing({ phase, checkedBytes, totalBytes }: CheckProgress): string {
  switch (phase) {
    case "reading":
      return "Reading the list of chunks";
    case "hashing":
    case "list":
      return "Checking the list of chunks";
    case "votes":
      return "Checking blocks and votes";
    case "parts":
      return `${inWords(checkedBytes)} of ${inWords(totalBytes)}`;
  }
}
