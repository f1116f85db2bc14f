import type { StampFault, TimeAuthority, TimeStamp, TimeStamps } from "@lucid/contract";
import { foreignText } from "@lucid/proof";
import { terminalText } from "../terminal-text.ts";
import { UNREACHED } from "../unreached-words.ts";

/** Clocks differ by less without a word. */
const WORTH_A_WORD_MS = 60_000;

/** What was wrong with the last answer of an authority. */
const FAULTS: Readonly<Record<StampFault, string>> = {
  ...UNREACHED,
  "too-large": "its answer is longer than any token",
  "no-answer": "what it answers is no time stamp",
  denied: "it gives no stamp",
  "time-token": "its stamp has not the form of RFC 3161",
  "time-imprint": "its stamp is over something else",
  "time-nonce": "its stamp is for another request",
  "time-algorithm": "its stamp is signed with an algorithm or key that is too weak, or not known",
  "time-signature": "its stamp is not signed by its certificate",
  "time-certificate": "its certificate is not for time stamping, or was not valid",
};

export const faultsOf = ({ authorities }: TimeStamps): number => authorities.filter(({ fault }) => fault !== null).length;

export function describeAuthorities({ authorities, finalized_height }: TimeStamps): string {
  if (authorities.length === 0) return "No authority is set up: name one in the setting time_authorities\n";
  return [`final block ${finalized_height}`, ...authorities.flatMap(linesOf)].map((line) => `${line}\n`).join("");
}

const clockOf = ({ ahead_ms }: TimeStamp): string =>
  `its clock was ${Math.round(Math.abs(ahead_ms) / 1_000)} s ${ahead_ms > 0 ? "ahead of" : "behind"} this node's: one of the two was wrong`;

function linesOf({ url, fault, last_failure, newest, stamps, next_at }: TimeAuthority): string[] {
  const stamp =
    newest === null
      ? "no stamp yet"
      : `block ${newest.height} existed at ${newest.stamped_at}, says ${foreignText(newest.signer)} (${newest.certificate})`;
  return [
    terminalText(url),
    `  ${terminalText(stamp)}`,
    `  ${stamps} ${stamps === 1 ? "stamp" : "stamps"}${next_at === null ? "" : `, asked again from ${next_at} on`}`,
    ...(newest === null || Math.abs(newest.ahead_ms) <= WORTH_A_WORD_MS ? [] : [`  ${clockOf(newest)}`]),
    ...(fault === null ? [] : [`  FAILED at ${last_failure ?? "?"}: ${FAULTS[fault]} (${fault})`]),
  ];
}
