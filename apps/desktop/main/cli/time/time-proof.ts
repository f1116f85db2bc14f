import {
  type AddressBook,
  type AuthorityCertificate,
  type AuthorityFile,
  authoritiesIn,
  certificateBytes,
  foreignText,
  loadTimeStamps,
  MAX_CERTIFICATE_FILE_BYTES,
  type TimeProofJudgement,
} from "@lucid/proof";
import { CommandError, EXIT } from "../exit-codes.ts";
import { readStart } from "../read-start.ts";
import { terminalName, terminalSentence } from "../terminal-text.ts";

interface GivenAuthorities {
  readonly timeProof?: string;
  readonly timeAuthority?: readonly string[];
}

/** The certificates in DER of the authorities that are expected: by a name of the book, or in a file. @throws CommandError where a file has none. */
export async function readAuthorities(given: GivenAuthorities, book: AddressBook): Promise<readonly Uint8Array[] | undefined> {
  if (given.timeAuthority === undefined) return undefined;
  if (given.timeProof === undefined) throw new CommandError(EXIT.usage, "--time-authority goes with --time-proof");
  const read = await Promise.all(
    given.timeAuthority.map(async (text) => {
      const known = authoritiesIn(book).find(({ name }) => name === text);
      if (known !== undefined) return certificateBytes(known.certificate);
      return (await readCertificates(text)).map(({ bytes }) => bytes);
    }),
  );
  return read.flat();
}

/** The certificates of a file in PEM or DER. @throws CommandError where it has none. */
export async function readCertificates(file: string): Promise<readonly AuthorityFile[]> {
  const bytes = await readStart(file, MAX_CERTIFICATE_FILE_BYTES + 1);
  const { certificatesIn } = await loadTimeStamps();
  try {
    return certificatesIn(bytes);
  } catch (cause) {
    throw new CommandError(EXIT.usage, `${terminalName(file)} holds no certificate in PEM or DER that can be read`, { cause });
  }
}

export function timesInJson(judged: TimeProofJudgement): object {
  if (!judged.verified) return judged;
  const { verified, facts, doubts } = judged;
  const stamps = facts.stamps.map(({ signer, issuers, pinned, ...stamp }) => ({
    ...{ ...stamp, signer: inJson(signer), issuers: issuers.map(inJson) },
    pinned: pinned && { ...inJson(pinned), known: pinned.known },
  }));
  return { verified, ...facts, stamps, doubts };
}

/** Without its bytes, which are in the file that was checked. */
const inJson = ({ name, sha256 }: AuthorityCertificate): object => ({ name, sha256 });

export function describeTimes(judged: TimeProofJudgement): string {
  if (judged.verified) return inLines(judged.said.map((line) => `  ${line}`));
  const { reason, code, detail } = judged;
  // A detail may quote the file: names of its fields are whatever its maker wanted to have said.
  const place = detail === undefined ? "" : ` (${foreignText(detail)})`;
  return inLines(["NOT VERIFIED: the time proof", `  ${reason}`, `  ${code}${place}`]);
}

const inLines = (lines: readonly string[]): string => lines.map((line) => `${terminalSentence(line)}\n`).join("");
