import { witness } from "@lucid/proof";
import { z } from "zod";
import { settingList } from "../ground/index.ts";
import type { OfferedWitness } from "./offer-checkpoint.ts";

const LONGEST_NAME = 200;
const MOST_LOGS = 100;
const LONGEST_URL = 500;
const MOST_WITNESSES = 8;

const isLogKey = (text: string): boolean => witness.readVerifierKey(text)?.kind === 1;

/** An address of http or https, without anything secret, and a verifier key behind a space. */
export function offeredWitness(entry: string): OfferedWitness | undefined {
  const [address = "", text = "", more] = entry.split(" ");
  const [url, key] = [URL.parse(address), witness.readVerifierKey(text)];
  if (url === null || key?.kind !== 4 || more !== undefined || address.length > LONGEST_URL) return undefined;
  const isPlain = [url.username, url.password, url.search, url.hash].every((part) => part === "");
  return isPlain && ["http:", "https:"].includes(url.protocol) ? { url: address.replace(/\/+$/, ""), key } : undefined;
}

export const witnessSettings = {
  witness_name: z
    .string()
    .max(LONGEST_NAME)
    .refine((name) => name === "" || witness.isKeyName(name), "must have no space and no plus, such as witness.example/lucid")
    .default("")
    .describe("name under which this node cosigns the checkpoints of logs as a C2SP witness; without one it is no witness"),
  network_witnesses: settingList
    .refine((entries) => entries.length <= MOST_WITNESSES, `must be at most ${MOST_WITNESSES}`)
    .refine((entries) => entries.every((entry) => offeredWitness(entry) !== undefined), "must be: URL, a space, VERIFIER KEY")
    .refine(
      (entries) => new Set(entries.map((entry) => offeredWitness(entry)?.url)).size === entries.length,
      "must be different ones",
    )
    .default([])
    .describe("C2SP witnesses that are shown the network of nodes, each as its URL, a space and its verifier key"),
  witness_logs: settingList
    .refine((keys) => keys.length <= MOST_LOGS, `must be at most ${MOST_LOGS}`)
    .refine((keys) => keys.every(isLogKey), "must be verifier keys of logs: NAME+KEY ID+KEY")
    .refine((keys) => new Set(keys).size === keys.length, "must be different ones")
    .default([])
    .describe("verifier keys of the logs that this node watches as a witness, each named like its origin"),
};

export interface WitnessSettings {
  readonly network_witnesses: readonly string[];
  readonly witness_name: string;
  readonly witness_logs: readonly string[];
}
