import type { ExplainedCheck } from "./explain.ts";
import type { BundleFacts } from "./verdict.ts";

/** The entries of the list one after the other, with their totals. */
const ENTRIES = `jq '.manifest as $m | $m.chunks as $c
  | [range($c | length) as $at | $c[$at] as $e | $e.gap_before as $gap
    | (if $at > 0 then $c[$at - 1] else {ended_at_ms: $m.started_at_ms} end) as $before | $before.ended_at_ms as $since
    | $e.index == $at and $e.session_id == $m.session_id
      and $since <= $e.started_at_ms and $e.started_at_ms <= $e.ended_at_ms and $e.ended_at_ms <= $m.ended_at_ms
      and ($gap == null or $since <= $gap.from_ms and $gap.from_ms <= $gap.to_ms and $gap.to_ms <= $e.started_at_ms)
      and ($at == 0 or $e.take >= $before.take and ($e.take > $before.take) == ($gap != null))] | all' manifest.json
jq '.manifest | [(.chunks | map(.size) | add), (.chunks | map(.plain_size) | add), (.chunks | length)]
  == [.total_size, .total_plain_size, .merkle.leaf_count]' manifest.json`;

const ACCOUNT = `jq -r '.manifest
  | ([.chunks[] | .ended_at_ms - .started_at_ms] | add) as $recorded
  | ([.chunks[].gap_before | values | .to_ms - .from_ms] | add // 0) as $gaps
  | .ended_at_ms - .started_at_ms, $recorded, $gaps, .ended_at_ms - .started_at_ms - $recorded - $gaps' manifest.json`;

/** The anchor's block beside end and signature, and that all blocks can be of one chain. */
const CHAIN = `jq --slurpfile manifest manifest.json '((.headers[0].header.timestamp + 60) * 1000) as $latest
  | $manifest[0].manifest | .ended_at_ms <= $latest and .created_at_ms <= $latest' anchor.json
find . -maxdepth 1 \\( -name anchor.json -o -name checkpoints.json -o -name blocks.json \\) -exec cat {} + \\
  | jq -s --slurpfile genesis genesis.json '$genesis[0] as $g | ($g.parameters | .slot_duration / .block_interval) as $positions
    | [[0, $g.genesis_time - 1, -1]]
      + [.[] | if type == "array" then .[] else . end | .headers[].header | [.height, .timestamp, .slot * $positions + .position]]
    | sort | . as $blocks
    | [range(1; length) as $at | [range(3) as $of | $blocks[$at][$of] - $blocks[$at - 1][$of]] | .[1] >= .[0] and .[2] >= .[0]] | all'
jq -r '([.producers[].weight] | sort | reverse) as $weights
  | first(range(1; ($weights | length) + 1) | select(3 * ($weights[:.] | add) > 2 * ($weights | add)))' genesis.json`;

/** What the node states of the time, and what bounds it. */
export const aboutTimes = ({ time, chunkCount, network }: BundleFacts): ExplainedCheck[] => [
  {
    id: "entries",
    title: "The chunks follow one another within the recording, gaps lie between them, and the totals are theirs",
    inputs: [["entries", String(chunkCount)]],
    commands: ENTRIES,
    prints: "true\ntrue",
  },
  {
    id: "times",
    title: "What is recorded, missing with a reason, and neither, as the node states it",
    inputs: [
      ["milliseconds from start to end", String(time.spanMs)],
      ["recorded", String(time.recordedMs)],
      ["missing with a reason", String(time.gapMs)],
      ["neither", String(time.silenceMs)],
    ],
    commands: ACCOUNT,
    prints: [time.spanMs, time.recordedMs, time.gapMs, time.silenceMs].join("\n"),
  },
  {
    id: "chain",
    title: "The recording was over and signed by its block, and all blocks here can be of one chain",
    inputs: [["keys that decide together, at least", `${network.decidingKeys} of ${network.producers}`]],
    commands: CHAIN,
    prints: `true\ntrue\n${network.decidingKeys}`,
  },
];
