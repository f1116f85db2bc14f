import type { NetworkProofFacts } from "../chain-v2/network-proof.ts";
import type { ExplainedCheck } from "./explain.ts";
import { OPENSSL_SAYS, shellWord } from "./explain-shell.ts";
import type { BundleFacts } from "./verdict.ts";
import { foreignText } from "./words/foreign-text.ts";

/** A network proof beside a recording: what it says, and the path of its file for the shell. */
export interface ExplainedNetwork {
  readonly facts: NetworkProofFacts;
  readonly file?: string | undefined;
}

/** Where the file is, before the commands go to a folder of their own. */
export const findNetworkProof = ({ file = "network-proof.json" }: ExplainedNetwork): string =>
  `proof=$(realpath -- ${shellWord(file)})`;

/** The steps that checks of a network proof need, as functions (docs/formats/network-chain.md). */
export const NETWORK_FUNCTIONS =
  String.raw`# climb INDEX SIZE HASH STEP ...: root of the tree of SIZE leaves whose leaf INDEX has this hash
climb() {
  local at=$1 last=$(($2 - 1)) value=$3 step
  shift 3
  for step; do
    if [ $((at % 2)) -eq 1 ] || [ "$at" -eq "$last" ]; then
      value=$(node "$step" "$value")
      while [ $((at % 2)) -eq 0 ] && [ "$at" -ne 0 ]; do at=$((at / 2)); last=$((last / 2)); done
    else
      value=$(node "$value" "$step")
    fi
    at=$((at / 2)); last=$((last / 2))
  done
  [ "$last" -eq 0 ] && echo "$value"
}

# link CERTIFICATE NUMBER LISTS: checks each vote; prints "final" for more than two thirds of each list
link() {
  local row index key
  local -a keys rows
  mapfile -t keys < <(jq -r --arg lists "$3" '.[$lists] | .current.members as $current
    | $current[].public_key, ((.pending.members // [])[].public_key | select(. as $key | any($current[]; .public_key == $key) | not))' "$1")
  mapfile -t rows < <(jq -c --arg network "$network" --arg hash "$(jq -cjS .header "$1" | digest)" --argjson link "$2" '
    {height: .header.height, $hash} as $self | .links[$link] | .epoch as $epoch | if $link == 0
      then .votes[] | .[0] as $source | .[1][] | [.[0], .[1], {$network, $epoch, $source, target: $self}]
      else {height: ($self.height + 1), hash} as $target | .votes[] | [.[0], .[1], {$network, $epoch, source: $self, $target}] end' "$1")
  for row in "\${rows[@]}"; do
    index=$(jq '.[0]' <<< "$row"); key=\${keys[$index]}
    jq -cjS --arg attester "$key" '.[2] + {$attester}' <<< "$row" |
      signed lucid:attestation:v2 "$key" "$(jq -r '.[1]' <<< "$row")" > /dev/null
    echo "$key"
  done | sort -u | jq -Rn --slurpfile certificate "$1" --arg lists "$3" -r '[inputs] as $voters
    | [$certificate[0][$lists] | .current, (.pending // empty) | .members
      | 3 * ([.[] | select(.public_key as $key | any($voters[]; . == $key)).weight] | add // 0) > 2 * (map(.weight) | add)]
    | if all then "final" else "NOT FINAL" end'
}

# certificate FILE: that its block is final
certificate() {
  local hash; hash=$(jq -cjS .header "$1" | digest)
  jq -cjS .header "$1" | signed lucid:block:v2 "$(jq -r .header.producer "$1")" "$(jq -r .signature "$1")" > /dev/null
  [ "$(jq -cjS .members "$1" | digest)" = "$(jq -r .header.members "$1")" ]
  if [ "$(jq .child "$1")" = null ]; then
    echo "$(link "$1" 0 members), $(link "$1" 1 members)"
  else
    [ "$(jq -cjS .child "$1" | digest)" = "$(jq -r '.links[1].hash' "$1")" ] && [ "$(jq -r .child.previous_hash "$1")" = "$hash" ]
    [ "$(jq -cjS .child_members "$1" | digest)" = "$(jq -r .child.members "$1")" ]
    jq -e '.child_members.current as $older | any(.members.current, .members.pending; . == $older)' "$1" > /dev/null
    echo "$(link "$1" 0 members), $(link "$1" 1 child_members)"
  fi
}

# known FILE: the last list that is known is one of its block's
known() {
  [ "$(jq -cjS .members.current "$1" | digest)" = "$newest" ] || [ "$(jq -cjS '.members.pending' "$1" | digest)" = "$newest" ]
}`.replaceAll("\\${", "${");

/** The checks of a network proof, after those of the recording's bundle. */
export const aboutNetwork = ({ facts }: ExplainedNetwork, recording: BundleFacts): ExplainedCheck[] => [
  {
    id: "network-genesis",
    title: "The network proof is of this network: whether it is the one that you mean, its hash says",
    inputs: [
      ["SHA-256 of its founding document", facts.network.hash],
      ["what it calls itself", foreignText(facts.network.name)],
    ],
    commands: `network=$(jq -cjS .genesis "$proof" | digest)\necho "$network"`,
    prints: facts.network.hash,
  },
  {
    id: "network-entry",
    title: "The node's entry in the network is about exactly this recording, which was over and signed by its block",
    inputs: [
      ["sender", recording.node],
      ["manifest", recording.manifestHash],
      ["root", recording.merkleRoot],
      ["chunks", String(recording.chunkCount)],
    ],
    commands: [
      `jq -r '.evidence | .transaction.sender, (.item | .manifest_hash, .merkle_root, .chunk_count)' "$proof"`,
      `[ "$(jq -cjS .manifest.grant manifest.json | digest)" = "$(jq -r .evidence.item.grant_hash "$proof")" ] && echo 'same grant'`,
      ...(recording.salt === null
        ? []
        : [
            `[ "$(jq -j '.manifest | "lucid-session-tag\\n\\(.session_id)\\n\\(.salt)"' manifest.json | digest)" = "$(jq -r .evidence.item.tag "$proof")" ] && echo 'same session'`,
          ]),
      `jq --slurpfile manifest manifest.json '(((.evidence | .header // .final.header).timestamp + 60) * 1000) as $latest`,
      `  | $manifest[0].manifest | .ended_at_ms <= $latest and .created_at_ms <= $latest' "$proof"`,
    ].join("\n"),
    prints: [
      ...[recording.node, recording.manifestHash, recording.merkleRoot, recording.chunkCount, "same grant"],
      ...(recording.salt === null ? [] : ["same session"]),
      "true",
    ].join("\n"),
  },
  {
    id: "network-block",
    title:
      "The node signed the list that has this entry, the list is in its block, and the block in the history of the final one",
    inputs: [
      ["block", String(facts.height)],
      ["its time", `${facts.time} s after 1970`],
    ],
    commands: [
      `jq -cjS .evidence.transaction "$proof" | signed lucid:transaction:v2 ${recording.node} "$(jq -r .evidence.signature "$proof")"`,
      `entry=$(jq -cjS .evidence.item "$proof" | leaf)`,
      `[ "$(climb $(jq -r '.evidence | .item_index, .transaction.data.count' "$proof") "$entry" $(jq -r '.evidence.item_path[]' "$proof"))" = "$(jq -r .evidence.transaction.data.items_root "$proof")" ] && echo 'in the list'`,
      `jq -cjS '.evidence | .header // .final.header' "$proof" > ../header`,
      `list=$(jq -cjS '.evidence | {transaction, signature}' "$proof" | leaf)`,
      `[ "$(climb $(jq .evidence.tx_index "$proof") $(jq .tx_count ../header) "$list" $(jq -r '.evidence.tx_path[]' "$proof"))" = "$(jq -r .tx_root ../header)" ] && echo 'in the block'`,
      `if [ "$(jq .evidence.header "$proof")" != null ]; then`,
      `  block=$(unhex "$(digest < ../header)" | leaf)`,
      `  [ "$(climb $(($(jq .height ../header) - 1)) $(($(jq .evidence.final.header.height "$proof") - 1)) "$block" $(jq -r '.evidence.history_path[]' "$proof"))" = "$(jq -r .evidence.final.header.history_root "$proof")" ]`,
      `fi`,
      `jq '.height, .timestamp' ../header`,
    ].join("\n"),
    prints: [OPENSSL_SAYS, "in the list", "in the block", facts.height, facts.time].join("\n"),
  },
  {
    id: "network-handovers",
    title: "From the founding members on, each list of members was handed on by a final block of the one before",
    inputs: [],
    commands: [
      `newest=$(jq -cjS '.genesis | {version: 0, members}' "$proof" | digest); from=0; version=0`,
      `for at in $(jq '.handovers | keys[]' "$proof"); do`,
      `  jq -cjS ".handovers[$at]" "$proof" > ../handover`,
      `  height=$(jq .header.height ../handover); [ "$height" -gt "$from" ]; known ../handover`,
      `  version=$((version + 1)); [ "$(jq .members.pending.version ../handover)" -eq "$version" ]`,
      `  [ "$(certificate ../handover)" = 'final, final' ]`,
      `  if [ "$height" -lt "$(jq .evidence.final.header.height "$proof")" ]; then newest=$(jq -cjS .members.pending ../handover | digest); fi`,
      `  from=$height`,
      `done`,
      `echo 'handed on'`,
    ].join("\n"),
    prints: "handed on",
  },
  {
    id: "network-final",
    title:
      "The block is final: members that are known by then, with more than two thirds of the weight, voted for it and from it",
    inputs: [
      ["final block", String(facts.finalHeight)],
      ["members that decide together, at least", `${facts.decidingKeys} of ${facts.members}`],
    ],
    commands: [
      `jq -cjS .evidence.final "$proof" > ../final`,
      `known ../final && certificate ../final`,
      `jq .header.height ../final`,
    ].join("\n"),
    prints: `final, final\n${facts.finalHeight}`,
  },
];
