import { readFile, stat } from "node:fs/promises";
import { type BundleFacts, describeNetworkProof, v2 } from "@lucid/proof";
import { CommandError, EXIT } from "./exit-codes.ts";
import { terminalName, terminalSentence } from "./terminal-text.ts";

export type CheckedProof = ReturnType<typeof v2.verifyNetworkProof>;

/** Why a network of nodes made a recording final. @throws CommandError for what cannot be read, and for what is longer than any such proof. */
export async function checkNetworkProof(path: string, facts: BundleFacts): Promise<CheckedProof> {
  return v2.verifyNetworkProof(await readProof(path), facts);
}

async function readProof(path: string): Promise<Uint8Array> {
  try {
    if ((await stat(path)).size > v2.MAX_NETWORK_PROOF_BYTES)
      throw new CommandError(EXIT.usage, `${terminalName(path)} is too long for a network proof`);
    return await readFile(path);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(EXIT.usage, `${terminalName(path)} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

export const proofInJson = (checked: CheckedProof): object =>
  checked.ok ? { verified: true, ...checked.value } : { verified: false, ...checked.failure };

export function describeProof(checked: CheckedProof): string {
  if (checked.ok) return `${terminalSentence(`  ${describeNetworkProof(checked.value)}`)}\n`;
  const { reason, code, detail } = checked.failure;
  const lines = ["NOT VERIFIED: the network proof", `  ${reason}`, `  ${code}${detail === undefined ? "" : ` (${detail})`}`];
  return lines.map((line) => `${terminalSentence(line)}\n`).join("");
}
