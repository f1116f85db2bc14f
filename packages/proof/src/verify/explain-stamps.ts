import type { AuthorityCertificate } from "../time/check-stamp.ts";
import type { ReadStamp, TimeProofFacts } from "../time/judge-time-proof.ts";
import type { ExplainedCheck } from "./explain.ts";
import { shellWord } from "./explain-shell.ts";
import { foreignText } from "./words/foreign-text.ts";

/** A time proof beside a recording: what it says, and the path of its file for the shell. */
export interface ExplainedTimes {
  readonly facts: TimeProofFacts;
  readonly file?: string | undefined;
}

/** Where the file is, before the commands go to a folder of their own. */
export const findTimes = ({ file = "time-proof.json" }: ExplainedTimes): string => `times=$(realpath -- ${shellWord(file)})`;

/** The checks of a time proof, after those of the recording's bundle. `anchor` is the block that holds the recording. */
export const aboutStamps = (
  { facts: { stamps } }: ExplainedTimes,
  anchor: { readonly height: number; readonly blockHash: string },
): ExplainedCheck[] => [
  {
    id: "stamped-blocks",
    title: "Each stamped block is the recording's own, or follows it: every header holds the hash of the one before",
    inputs: [["the recording's block", `${anchor.height}, ${anchor.blockHash}`]],
    commands: [
      `hash=${anchor.blockHash}`,
      `declare -A stamped=([${anchor.height}]=$hash)`,
      `while read -r header; do`,
      `  [ "$(jq -r .previous_hash <<< "$header")" = "$hash" ]`,
      `  hash=$(jq -cjS . <<< "$header" | digest)`,
      `  stamped[$(jq .height <<< "$header")]=$hash`,
      `done < <(jq -c '.headers[]' "$times")`,
      `for height in $(jq '.stamps[].height' "$times"); do echo "$height \${stamped[$height]}"; done`,
    ].join("\n"),
    prints: stamps.map(({ block }) => `${block.height} ${block.hash}`).join("\n"),
  },
  ...stamps.map(aboutStamp),
];

function aboutStamp(stamp: ReadStamp, at: number): ExplainedCheck {
  const { block, atMs, accuracyMs, signer, issuers, pinned } = stamp;
  const last = issuers.at(-1) ?? signer;
  return {
    id: `stamp-${at + 1}`,
    title:
      "A time stamp is over the hash of its block and was signed for time stamping, and leads to the last of these certificates: whether that is the authority's, its own site says",
    inputs: [
      ["block", `${block.height}, ${block.hash}`],
      ["time", `${new Date(atMs).toISOString()}, give or take ${accuracyMs} ms`],
      ["signed by", certificateOf(signer)],
      ...issuers.map((one) => ["which is certified by", certificateOf(one)] as const),
      ["certificate that you named", pinned === null ? "none" : pinned.sha256],
    ],
    commands: [
      `unhex "$(jq -r '.stamps[${at}].token' "$times")" > ../token`,
      `openssl pkcs7 -inform DER -in ../token -print_certs > ../along.pem`,
      `unhex ${last.certificate} > ../last.der`,
      `openssl x509 -inform DER -in ../last.der > ../last.pem`,
      `digest < ../last.der`,
      `openssl ts -verify -token_in -in ../token -digest ${block.hash} -untrusted ../along.pem -CAfile ../last.pem -partial_chain -attime ${Math.floor(atMs / 1_000)} 2> /dev/null`,
      `openssl ts -reply -token_in -in ../token -text 2> /dev/null | sed -n 's/^Time stamp: //p'`,
    ].join("\n"),
    prints: [last.sha256, "Verification: OK", timeOfOpenssl(atMs)].join("\n"),
  };
}

/** What a certificate calls itself is a stranger's text. */
const certificateOf = ({ name, sha256 }: AuthorityCertificate): string => `${foreignText(name)}, SHA-256 ${sha256}`;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A time as openssl prints it, with the fraction of a second that it has. */
function timeOfOpenssl(atMs: number): string {
  const [date = "", time = ""] = new Date(atMs).toISOString().split("T");
  const [year, month, day] = date.split("-").map(Number);
  return `${MONTHS[(month ?? 1) - 1]} ${String(day).padStart(2)} ${time.replace(/(?:\.0+|(\.\d*?)0+)?Z$/, "$1")} ${year} GMT`;
}
