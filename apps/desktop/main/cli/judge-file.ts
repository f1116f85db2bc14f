import { createHash } from "node:crypto";
import { createSignatureChecker } from "@lucid/chain/signing";
import {
  type BundleFacts,
  type CheckProgress,
  type GivenFiles,
  type JudgeBundleOptions,
  type Judgement,
  judgeBundle,
  judgeFiles,
  kindBeside,
  loadTimeStamps,
  type NetworkProofJudgement,
  type ReceiptJudgement,
  type TimeProofJudgement,
  type WitnessProofJudgement,
  type witness,
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
  /** Of the network proof beside a recording that verifies. */
  readonly network?: NetworkProofJudgement | undefined;
  /** Of the time proof beside it. */
  readonly time?: TimeProofJudgement | undefined;
  /** Of the witness proof beside it. */
  readonly witnesses?: WitnessProofJudgement | undefined;
  /** Which file it was: its length, and SHA-256 of all its bytes in hex. */
  readonly file?: { readonly size: number; readonly sha256: string };
}

export interface JudgeFileOptions extends JudgeBundleOptions {
  /** A bundle or video that the file, a deletion receipt, must be about. */
  readonly recording?: string | undefined;
  /** A network proof of the recording. */
  readonly networkProof?: string | undefined;
  /** A time proof of the recording, and the certificates in DER of authorities that are expected. */
  readonly timeProof?: string | undefined;
  readonly authorities?: readonly Uint8Array[] | undefined;
  /** A witness proof of the network proof, and the witnesses of which one is expected. */
  readonly witnessProof?: string | undefined;
  readonly expectedWitnesses?: readonly witness.NoteKey[] | undefined;
  readonly isHashed: boolean;
}

/** What goes beside a recording, by its option, and how it is given. */
const BESIDE = [
  { kind: "network-proof", part: "networkProof", name: "network proof", usage: "--network-proof FILE" },
  { kind: "time-proof", part: "timeProof", name: "time proof", usage: "--time-proof FILE" },
  { kind: "witness-proof", part: "witnessProof", name: "witness proof", usage: "--network-proof PROOF --witness-proof FILE" },
] as const;

/** Says how far it is on the terminal, and stops when it is interrupted: then nothing is said of the file. */
export async function judgeFile(
  file: string,
  { recording, networkProof, timeProof, witnessProof, authorities, isHashed, ...options }: JudgeFileOptions,
): Promise<CheckedFile> {
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

  const nowMs = Date.now();
  const asked = { nowMs, checkSignature: createSignatureChecker(), ...options };
  const beside = BESIDE.map((one) => ({ ...one, file: { networkProof, timeProof, witnessProof }[one.part] }));
  const judge = (source: BundleFile, { pins }: Pick<JudgeBundleOptions, "pins">): Promise<Judgement> =>
    judgeBundle(source, {
      digest: source.digest,
      createSha256: () => createHash("sha256"),
      signal,
      onProgress: (progress) => {
        checked = progress.checkedBytes;
        line.show(doing(progress), progress.share);
      },
      ...{ ...asked, pins },
    });

  /** The files by what they are. @throws CommandError where they do not go together */
  async function sorted(source: BundleFile, opened: AsyncDisposableStack): Promise<GivenFiles<BundleFile>> {
    const open = async (path: string | undefined): Promise<BundleFile | undefined> =>
      path === undefined ? undefined : opened.use(await openBundle(path, signal));
    const kind = await kindBeside(source);
    const alone = beside.find((one) => one.kind === kind);
    if (alone !== undefined)
      throw new CommandError(EXIT.usage, `${terminalName(file)} is a ${alone.name}: lucid verify RECORDING ${alone.usage}`);
    if (kind === undefined && recording !== undefined)
      throw new CommandError(EXIT.usage, `--recording goes with a deletion receipt, and ${terminalName(file)} is none`);
    const ofReceipt = kind === "receipt" && recording === undefined ? beside.find((one) => one.file !== undefined) : undefined;
    if (ofReceipt !== undefined)
      throw new CommandError(EXIT.usage, `--${ofReceipt.kind} is of a recording, not of a deletion receipt`);
    if (witnessProof !== undefined && networkProof === undefined)
      throw new CommandError(EXIT.usage, "--witness-proof goes with --network-proof: witnesses saw the history of that network");
    return {
      ...(kind === "receipt" ? { receipt: source, recording: await open(recording) } : { recording: source }),
      networkProof: await open(networkProof),
      timeProof: await open(timeProof),
      witnessProof: await open(witnessProof),
    };
  }

  const judgeTimeProof = async (bytes: Uint8Array, about: BundleFacts): Promise<TimeProofJudgement> =>
    (await loadTimeStamps()).judgeTimeProof(bytes, about, {
      subtle: globalThis.crypto.subtle,
      authorities,
      book: options.book,
      nowMs,
    });

  try {
    await using source = await openBundle(file, signal);
    await using opened = new AsyncDisposableStack();
    const given = await sorted(source, opened);
    const judged = await judgeFiles(given, judge, { ...asked, judgeTimeProof });
    const judgement = judged.receipt ?? judged.recording;
    if (judgement === undefined) throw new Error("nothing was judged");
    const refused = given.receipt !== undefined && judged.receipt === undefined ? given.recording : undefined;
    const name = refused === undefined ? file : (recording ?? file);
    const { network, time, witnesses } = judged;
    return await hashed({ judgement, name, network, time, witnesses }, refused ?? source);
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
