import { foreignText, type NetworkProofJudgement } from "@lucid/proof";
import { terminalSentence } from "./terminal-text.ts";

export function proofInJson(judged: NetworkProofJudgement): object {
  if (!judged.verified) return judged;
  const { facts, name, isExpected, aheadMs, verified } = judged;
  return { verified, ...facts, known: name, expected: isExpected, aheadMs };
}

export function describeProof(judged: NetworkProofJudgement): string {
  if (judged.verified) return inLines(judged.said.map((line) => `  ${line}`));
  const { reason, code, detail } = judged;
  // A detail may quote the file: names of its fields are whatever its maker wanted to have said.
  const place = detail === undefined ? "" : ` (${foreignText(detail)})`;
  return inLines(["NOT VERIFIED: the network proof", `  ${reason}`, `  ${code}${place}`]);
}

const inLines = (lines: readonly string[]): string => lines.map((line) => `${terminalSentence(line)}\n`).join("");
