import { witness } from "@lucid/proof";
import { z } from "zod";
import { settingList } from "../ground/index.ts";

const LONGEST_NAME = 200;
const MOST_LOGS = 100;

const isLogKey = (text: string): boolean => witness.readVerifierKey(text)?.kind === 1;

export const witnessSettings = {
  witness_name: z
    .string()
    .max(LONGEST_NAME)
    .refine((name) => name === "" || witness.isKeyName(name), "must have no space and no plus, such as witness.example/lucid")
    .default("")
    .describe("name under which this node cosigns the checkpoints of logs as a C2SP witness; without one it is no witness"),
  witness_logs: settingList
    .refine((keys) => keys.length <= MOST_LOGS, `must be at most ${MOST_LOGS}`)
    .refine((keys) => keys.every(isLogKey), "must be verifier keys of logs: NAME+KEY ID+KEY")
    .refine((keys) => new Set(keys).size === keys.length, "must be different ones")
    .default([])
    .describe("verifier keys of the logs that this node watches as a witness, each named like its origin"),
};

export interface WitnessSettings {
  readonly witness_name: string;
  readonly witness_logs: readonly string[];
}
