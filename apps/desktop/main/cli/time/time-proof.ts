import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { foreignText, type TimeProofJudgement } from "@lucid/proof";
import { CommandError, EXIT } from "../exit-codes.ts";
import { terminalName, terminalSentence } from "../terminal-text.ts";

/** No chain of certificates is as long. */
const MAX_PEM_BYTES = 1_048_576;
const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** The certificates in DER of the authorities that are expected. @throws CommandError where a file has none. */
export async function readAuthorities(given: {
  readonly timeProof?: string;
  readonly timeAuthority?: readonly string[];
}): Promise<readonly Uint8Array[] | undefined> {
  if (given.timeAuthority === undefined) return undefined;
  if (given.timeProof === undefined) throw new CommandError(EXIT.usage, "--time-authority goes with --time-proof");
  const read = await Promise.all(given.timeAuthority.map(certificatesIn));
  return read.flat();
}

async function certificatesIn(file: string): Promise<Uint8Array[]> {
  const none = (cause?: unknown): CommandError =>
    new CommandError(EXIT.usage, `${terminalName(file)} holds no certificate in PEM`, { cause });
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new CommandError(EXIT.usage, `${terminalName(file)} cannot be read`, { cause });
  });
  if (bytes.length > MAX_PEM_BYTES) throw none();
  const found = bytes.toString("latin1").match(PEM) ?? [];
  if (found.length === 0) throw none();
  try {
    return found.map((pem) => new Uint8Array(new X509Certificate(pem).raw));
  } catch (error) {
    throw none(error);
  }
}

export function timesInJson(judged: TimeProofJudgement): object {
  if (!judged.verified) return judged;
  const { verified, facts, doubts } = judged;
  return { verified, ...facts, doubts };
}

export function describeTimes(judged: TimeProofJudgement): string {
  if (judged.verified) return inLines(judged.said.map((line) => `  ${line}`));
  const { reason, code, detail } = judged;
  // A detail may quote the file: names of its fields are whatever its maker wanted to have said.
  const place = detail === undefined ? "" : ` (${foreignText(detail)})`;
  return inLines(["NOT VERIFIED: the time proof", `  ${reason}`, `  ${code}${place}`]);
}

const inLines = (lines: readonly string[]): string => lines.map((line) => `${terminalSentence(line)}\n`).join("");
