import type { OfferedCheckpoint, OfferFault, WitnessConflict, WitnessedLog, WitnessStatus } from "@lucid/contract";
import { terminalText } from "../terminal-text.ts";
import { UNREACHED } from "../unreached-words.ts";

const CONFLICTS: Readonly<Record<WitnessConflict["kind"], string>> = {
  fork: "another root of the same size",
  unproven: "a history that was not shown to go on from the one before",
};

/** Why a witness did not cosign what it was shown. */
const FAULTS: Readonly<Record<OfferFault, string>> = {
  ...UNREACHED,
  answer: "what it answers is no cosignature",
  unknown: "it does not know this log: give it the node's verifier key as a log",
  signature: "its cosignature is not by the key that it is expected to have",
  ahead: "it knows a longer history than this node has",
  conflict: "this history does not go on from the one that it knows",
};

/** Whether somebody has to look. */
export const isWrong = ({ logs, offered }: WitnessStatus): boolean =>
  logs.some(({ conflicts }) => conflicts.length > 0) || offered.some(({ fault }) => fault !== null);

export function describeWitness({ verifier_key, log_key, logs, offered }: WitnessStatus): string {
  const own =
    verifier_key === null
      ? ["This node is no witness: give it a name in the setting witness_name"]
      : [
          `verifier key ${verifier_key}`,
          ...(logs.length === 0 ? ["no log is watched: name some in the setting witness_logs"] : []),
        ];
  const shown = log_key === null ? [] : [`the network, as a log ${log_key}`];
  return [...own, ...logs.flatMap(linesOf), ...shown, ...offered.flatMap(offeredLines)]
    .map((line) => `${terminalText(line)}\n`)
    .join("");
}

function linesOf({ origin, newest, conflicts }: WitnessedLog): string[] {
  const cosigned = newest === null ? "nothing cosigned yet" : `size ${newest.size}, cosigned at ${newest.cosigned_at}`;
  return [
    origin,
    `  ${cosigned}`,
    ...conflicts.map(
      ({ kind, size, root, seen_at }) => `  CONFLICT at ${seen_at}: ${CONFLICTS[kind]}: size ${size}, root ${root}`,
    ),
  ];
}

function offeredLines({ url, witness, newest, fault, last_failure }: OfferedCheckpoint): string[] {
  return [
    `${witness} at ${url}`,
    `  ${newest === null ? "has seen nothing yet" : `saw block ${newest.size} at ${newest.seen_at}`}`,
    ...(fault === null ? [] : [`  FAILED at ${last_failure ?? "?"}: ${FAULTS[fault]} (${fault})`]),
  ];
}
