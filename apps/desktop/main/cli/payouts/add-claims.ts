import { ClaimId, UserId } from "@lucid/contract";
import type { Command } from "commander";
import { CommandError, EXIT } from "../exit-codes.ts";
import { helpNotes } from "../help-notes.ts";
import { askAsSomebody, type Entrance, withEntrance } from "../rest/enter-node.ts";
import { formatTable } from "../table.ts";
import { terminalJson, terminalText } from "../terminal-text.ts";
import { readUsdt, showUsdt } from "../usdt.ts";

interface Options extends Entrance {
  readonly json?: boolean;
}

/** `lucid payouts claims | claim-link | withdraw-claim`: links by which somebody who is owed money names where it is paid. */
export function addClaims(payouts: Command): void {
  const command = (name: string, description: string): Command =>
    withEntrance(payouts.command(name).description(description)).option("--json", "print one JSON object");
  command("claims", "List the newest claim links, and what became of them").action(list);
  command("claim-link", "Make a link by which somebody who is owed money names the address that it is paid to, once")
    .argument("<payee>", "account that it is owed to")
    .argument("<usdt>", "how much of it, such as 25.50")
    .option("--hours <count>", "how long it counts, 1 to 720", "168")
    .addHelpText(
      "after",
      helpNotes(`
The link is printed once and not kept: whoever has it says where the money goes. What follows is a payout like any other, asked for by you,
within the limits and approvals of all. Until then nothing is paid to the payee by itself.`),
    )
    .action(make);
  command("withdraw-claim", "Take a claim link back that nobody has used").argument("<id>", "the claim link").action(withdraw);
}

async function list(options: Options): Promise<void> {
  const { claims } = await askAsSomebody(options, (client) => client.claims.list());
  if (options.json) return void process.stdout.write(`${terminalJson({ claims })}\n`);
  if (claims.length === 0) return void process.stdout.write("There are no claim links.\n");
  const rows = claims.map(({ claim_id, created_at, state, amount, payee, address }) => [
    ...[claim_id, created_at, state, `${showUsdt(amount)} USDT`, payee, address ?? "-"],
  ]);
  process.stdout.write(formatTable(["CLAIM", "MADE", "STATE", "AMOUNT", "PAYEE", "ADDRESS"], rows));
}

async function make(typedPayee: string, typed: string, options: Options & { readonly hours: string }): Promise<void> {
  const payee = UserId.safeParse(typedPayee);
  if (!payee.success) throw new CommandError(EXIT.usage, `${terminalText(typedPayee)} is no id of an account`);
  const amount = readUsdt(typed);
  if (amount === undefined) throw new CommandError(EXIT.usage, `${terminalText(typed)} is no amount in USDT, such as 25.50`);
  const hours = Number(options.hours);
  if (!Number.isInteger(hours) || hours < 1 || hours > 720)
    throw new CommandError(EXIT.usage, "--hours is a whole number from 1 to 720");
  const order = { payee: payee.data, amount, expires_in_hours: hours };
  const made = await askAsSomebody(options, (client) => client.claims.make(order));
  if (options.json) return void process.stdout.write(`${terminalJson(made)}\n`);
  const { claim, path } = made;
  process.stdout.write(
    `${showUsdt(claim.amount)} USDT on ${claim.network}, until ${claim.expires_at}, by this link:\n${new URL(path, options.url).href}\n`,
  );
}

async function withdraw(id: string, options: Options): Promise<void> {
  const claim_id = ClaimId.safeParse(id);
  if (!claim_id.success) throw new CommandError(EXIT.usage, `${terminalText(id)} is no id of a claim link`);
  const claim = await askAsSomebody(options, (client) => client.claims.withdraw({ claim_id: claim_id.data }));
  if (options.json) return void process.stdout.write(`${terminalJson(claim)}\n`);
  process.stdout.write(`Claim link ${claim.claim_id} is withdrawn: ${showUsdt(claim.amount)} USDT stay owed to ${claim.payee}\n`);
}
