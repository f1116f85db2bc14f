import type { NetworkProofFacts } from "../chain-v2/network-proof.ts";
import { writeVerifierKey } from "../witness/signed-note.ts";
import type { ExplainedCheck } from "./explain.ts";
import { OPENSSL_SAYS, shellWord } from "./explain-shell.ts";
import type { WitnessProofAcceptance, WitnessSight } from "./judge-witness-proof.ts";
import { foreignText } from "./words/foreign-text.ts";

/** A witness proof beside a recording and its network proof: what it says, and the path of its file for the shell. */
export interface ExplainedWitnesses extends Pick<WitnessProofAcceptance, "facts" | "seen"> {
  readonly file?: string | undefined;
}

/** Where the file is, before the commands go to a folder of their own. */
export const findWitnessProof = ({ file = "witness-proof.json" }: ExplainedWitnesses): string =>
  `seen=$(realpath -- ${shellWord(file)})`;

/** How a signed note is read, as functions (docs/formats/witness.md). */
export const WITNESS_FUNCTIONS = String.raw`# note_text: what the note's keys sign
note_text() { jq -r '.checkpoint | split("\n\n")[:-1] | join("\n\n")' "$seen"; }

# note_signatures NAME KIND KEY: those that say they are by this key, in hex
note_signatures() {
  local id line
  id=$({ printf '%s\n' "$1"; printf '%b' "\\x0$2"; unhex "$3"; } | digest | cut -c1-8)
  jq -r --arg name "$1" '.checkpoint | split("\n\n")[-1] | split("\n")[] | split(" ") | select(.[1] == $name) | .[2]' "$seen" |
    while read -r line; do
      printf %s "$line" | basenc --base64 -d | basenc --base16 -w 0 | tr A-F a-f; echo
    done | sed -n "s/^$id//p"
}`;

/** The checks of a witness proof, after those of the network proof. */
export const aboutWitnesses = (
  { facts, seen }: ExplainedWitnesses,
  { blockHash }: Pick<NetworkProofFacts, "blockHash">,
): ExplainedCheck[] => [
  {
    id: "witness-checkpoint",
    title: "A member signed the checkpoint, as what it offers of this network",
    inputs: [
      ["network", facts.network],
      ["member", facts.member],
    ],
    commands: [
      `origin=lucid/${facts.network}/${facts.member}`,
      `[ "$(note_text | sed -n 1p)" = "$origin" ]`,
      `note_text | sed 1d | signed "$origin" ${facts.member} "$(note_signatures "$origin" 1 ${facts.member} | sed -n 1p)"`,
      `note_text | sed -n 2p`,
    ].join("\n"),
    prints: `${OPENSSL_SAYS}\n${facts.size}`,
  },
  {
    id: "witness-history",
    title: "The block that holds the recording is in the history of the checkpoint",
    inputs: [["block", `${facts.height}, ${blockHash}`]],
    commands: [
      `[ "$(climb ${facts.height - 1} ${facts.size} "$(unhex ${blockHash} | leaf)" $(jq -r '.path[]' "$seen"))" = \\`,
      `  "$(note_text | sed -n 3p | basenc --base64 -d | basenc --base16 -w 0 | tr A-F a-f)" ] && echo 'in the history'`,
    ].join("\n"),
    prints: "in the history",
  },
  ...seen.map(aboutWitness),
];

function aboutWitness({ witness, atMs, known }: WitnessSight, at: number): ExplainedCheck {
  const seconds = atMs / 1_000;
  return {
    id: `witness-${at + 1}`,
    title: "A witness signed the checkpoint with its time: whether the key is that of the witness, whoever runs it says",
    inputs: [
      ["verifier key", foreignText(writeVerifierKey(witness))],
      ["your name for it", known ?? "none"],
      ["time", new Date(atMs).toISOString()],
    ],
    commands: [
      `line=$(note_signatures ${shellWord(witness.name)} 4 ${witness.publicKey} | sed -n "s/^$(printf %016x ${seconds})//p" | sed -n 1p)`,
      `{ echo 'time ${seconds}'; note_text; } | signed cosignature/v1 ${witness.publicKey} "$line"`,
    ].join("\n"),
    prints: OPENSSL_SAYS,
  };
}
