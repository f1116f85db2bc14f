import { TronAddress, type WalletComparison } from "@lucid/contract";
import type { Command } from "commander";
import { CommandError, EXIT } from "../exit-codes.ts";
import { helpNotes } from "../help-notes.ts";
import { askAsSomebody, type Entrance, withEntrance } from "../rest/enter-node.ts";
import { terminalJson, terminalSentence, terminalText } from "../terminal-text.ts";
import { readUsdt, showUsdt } from "../usdt.ts";

interface Options extends Entrance {
  readonly json?: boolean;
}
interface DifferenceOptions extends Options {
  readonly more?: string;
  readonly less?: string;
}

/** `lucid payouts compare | explain | agree`: whether a running node's books, wallets and chain agree, and what to do where they do not. */
export function addDifferences(payouts: Command): void {
  const command = (name: string, description: string): Command =>
    withEntrance(payouts.command(name).description(description)).option("--json", "print one JSON object");
  const onDifference = (name: string, description: string): Command =>
    command(name, description)
      .argument("<address>", "the wallet that differs")
      .option("--more <usdt>", "it holds so much more than is recorded")
      .option("--less <usdt>", "it holds so much less than is recorded");
  command("compare", "Compare ledger, payouts, wallets and chain on a running node: exit code 1 where they do not agree").action(
    compare,
  );
  onDifference("explain", "Say what it is by which a wallet differs: from then on it is held to what it holds")
    .argument("<reason>", "what it was")
    .addHelpText(
      "after",
      helpNotes(`
A difference stops payouts. A transfer that was not listed is taken in with lucid invoices find; what the owner of the wallet did is said
here. The amount is the one that lucid payouts compare shows. A large one counts once a second person agrees.`),
    )
    .action((address: string, reason: string, options: DifferenceOptions) => {
      const named = readDifference(address, options);
      return tell(options, (client) => client.payouts.explain({ ...named, reason }));
    });
  onDifference("agree", "Agree to what somebody else has said that a difference is").action(
    (address: string, options: DifferenceOptions) => {
      const named = readDifference(address, options);
      return tell(options, (client) => client.payouts.approveExplanation(named));
    },
  );
}

function readDifference(typed: string, { more, less }: DifferenceOptions) {
  const address = TronAddress.safeParse(typed);
  if (!address.success) throw new CommandError(EXIT.usage, `${terminalText(typed)} is no TRON address`);
  const amount = readUsdt(more ?? less ?? "");
  if (amount === undefined || (more !== undefined && less !== undefined))
    throw new CommandError(EXIT.usage, "Say --more or --less, with an amount in USDT such as 2.50");
  return { address: address.data, amount: more === undefined ? `-${amount}` : amount };
}

type Client = Parameters<Parameters<typeof askAsSomebody>[1]>[0];
type Shown = Omit<WalletComparison, "explanation"> & {
  readonly explanation: { readonly amount: string; readonly reason: string; readonly made_at: string | null } | null;
};

async function compare(options: Options): Promise<void> {
  const found = await askAsSomebody(options, (client) => client.payouts.reconcile());
  const lines = [
    found.ok ? "Ledger, wallets and chain agree." : "Ledger, wallets and chain do not agree: payouts stop.",
    ...found.differences.map((one) => `  ${one}`),
    ...found.wallets.flatMap(describe),
  ];
  process.stdout.write(options.json ? `${terminalJson(found)}\n` : lines.map((line) => `${terminalSentence(line)}\n`).join(""));
  process.exitCode = found.ok ? EXIT.ok : EXIT.failed;
}

async function tell(options: Options, ask: (client: Client) => Promise<{ readonly wallets: readonly Shown[] }>): Promise<void> {
  const { wallets } = await askAsSomebody(options, ask);
  const lines = wallets.flatMap(describe).map((line) => `${terminalSentence(line)}\n`);
  process.stdout.write(options.json ? `${terminalJson({ wallets })}\n` : lines.join(""));
}

const STATES: Readonly<Record<WalletComparison["state"], string>> = {
  agrees: "agrees",
  waits: "is compared once more, a minute of blocks later",
  differs: "differs",
};

function describe({ address, state, held, block, difference, explanation }: Shown): readonly string[] {
  const size = showUsdt(difference.replace("-", ""));
  const by = difference === "0" ? "" : `: ${size} USDT ${difference.startsWith("-") ? "less" : "more"} than is recorded`;
  const isOpen = explanation !== null && explanation.made_at === null && explanation.amount === difference;
  return [
    `${address} ${STATES[state]}${by}; it held ${showUsdt(held)} USDT in block ${block}`,
    ...(isOpen ? [`  said to be, until a second person agrees: ${terminalText(explanation.reason)}`] : []),
  ];
}
