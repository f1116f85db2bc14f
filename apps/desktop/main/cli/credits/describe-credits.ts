import type { CreditsReport } from "@lucid/core";
import { formatTable } from "../table.ts";
import { terminalText } from "../terminal-text.ts";

type Account = CreditsReport["accounts"][number];

const KINDS: Readonly<Record<Account["kind"], string>> = {
  relay_bandwidth: "relayed",
  storage_availability: "stored",
  uptime_beacon: "present (slots)",
  validation_signature: "votes",
};

/** What was counted anew, and whether the chain has counted the same. */
export function describeCredits(report: CreditsReport, withProofs: boolean): string {
  const { name, network, height, final, problem, accounts, differences } = report;
  const about = `${terminalText(name)} (${network}), up to block ${height}, final up to ${final}\n`;
  if (problem !== undefined)
    return `NOTHING IS COUNTED: block ${problem.height} does not hold: ${terminalText(problem.reason)}\n${about}`;
  const counted =
    accounts.length === 0 ? "Nobody has earned anything.\n" : withProofs ? withTheirProofs(accounts) : sums(accounts);
  return `${verdict(differences)}\n${about}\n${counted}`;
}

function verdict(differences: CreditsReport["differences"]): string {
  if (differences.length === 0) return "THE SAME: what the blocks give is what the chain has counted";
  const lines = differences.map(
    ({ entity, epoch, kind, recounted, state }) =>
      `  epoch ${epoch}, ${entity}, ${KINDS[kind]}: the blocks give ${recounted}, the chain has ${state}`,
  );
  return ["NOT THE SAME:", ...lines].join("\n");
}

function sums(accounts: readonly Account[]): string {
  const byMember = Map.groupBy(accounts, ({ entity }) => entity);
  const rows = [...byMember].map(([entity, own]) => {
    const sumOf = (some: readonly Account[]): string => String(some.reduce((sum, { amount }) => sum + amount, 0));
    const [present, credits] = [true, false].map((is) => own.filter(({ kind }) => (kind === "uptime_beacon") === is));
    const epochs = new Set(own.map(({ epoch }) => epoch)).size;
    return [entity, sumOf(credits ?? []), sumOf(present ?? []), String(epochs)];
  });
  return formatTable(["Member", "Credits", "Slots present", "Epochs"], rows);
}

function withTheirProofs(accounts: readonly Account[]): string {
  const lines = accounts.map(({ entity, epoch, kind, amount, uncut, proofs }) => {
    const cut = uncut > amount ? `, cut from ${uncut}` : "";
    return [`epoch ${epoch}, ${entity}, ${KINDS[kind]}: ${amount}${cut}`, ...proofs.map((proof) => `  ${proof}`), ""].join("\n");
  });
  return lines.join("");
}
