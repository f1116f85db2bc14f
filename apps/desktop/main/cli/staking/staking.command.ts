import { randomUUID } from "node:crypto";
import { StakingAction, type StakingKind, type TronWallet, TronWalletId } from "@lucid/contract";
import type { Command } from "commander";
import { CommandError, EXIT } from "../exit-codes.ts";
import { helpNotes } from "../help-notes.ts";
import { askAsSomebody, type Entrance, withEntrance } from "../rest/enter-node.ts";
import type { NodeClient } from "../rest/node-client.ts";
import { formatTable } from "../table.ts";
import { terminalJson, terminalText } from "../terminal-text.ts";
import { readUsdt, showUsdt } from "../usdt.ts";

interface Options extends Entrance {
  readonly json?: boolean;
}
interface OrderOptions extends Options {
  readonly dryRun?: boolean;
  readonly lockHours?: string;
  readonly key?: string;
}
type Forecast = Awaited<ReturnType<NodeClient["tron"]["forecastStaking"]>>;

/** `lucid staking`: what a TRON wallet has staked on a running node, and orders about it. */
export function addStakingCommand(program: Command): void {
  const staking = program
    .command("staking")
    .description("Stake TRX for energy or bandwidth, lend, vote and claim, on a running node");
  const command = (name: string, description: string): Command =>
    withEntrance(staking.command(name).description(description)).option("--json", "print one JSON object");
  const order = (name: StakingKind, description: string): Command =>
    command(name, description)
      .argument("<wallet>", "its id, as `lucid staking wallets` lists it")
      .option("--dry-run", "say what it would do and cost, and order nothing")
      .option("--key <key>", "idempotency key: ordered twice under one key, it is done once");
  command("wallets", "List your wallets").action(listWallets);
  command("status", "Show what a wallet has staked, lent, unstaked and voted")
    .argument("<wallet>", "its id, as `lucid staking wallets` lists it")
    .action(status);
  command("witnesses", "List who can be voted for, those with the most votes first").action(listWitnesses);
  for (const [kind, words] of [
    ["freeze", "Stake TRX: the network pays them out 14 days after they are unstaked"],
    ["unfreeze", "Unstake TRX: they can be withdrawn 14 days later, and votes that they gave are lost"],
  ] as const)
    order(kind, words)
      .argument("<trx>", "how much, such as 1000 or 2.50")
      .argument("<resource>", "energy or bandwidth")
      .action((wallet: string, trx: string, resource: string, options: OrderOptions) =>
        make(wallet, { kind, amount: readAmount(trx), resource }, options),
      );
  for (const [kind, words] of [
    ["delegate", "Lend what is staked: another account has the use of its energy or bandwidth"],
    ["undelegate", "Take back what is lent"],
  ] as const) {
    const made = order(kind, words)
      .argument("<trx>", "how much, such as 1000 or 2.50")
      .argument("<resource>", "energy or bandwidth")
      .argument("<address>", "the TRON address of the other account")
      .action((wallet: string, trx: string, resource: string, to_address: string, options: OrderOptions) =>
        make(wallet, { kind, amount: readAmount(trx), resource, to_address, ...readLock(options) }, options),
      );
    if (kind === "delegate") made.option("--lock-hours <hours>", "so long it cannot be taken back");
  }
  for (const [kind, words] of [
    ["withdraw", "Withdraw what was unstaked 14 days ago"],
    ["cancel-unfreezing", "Stake all again that was unstaked and waits"],
    ["claim", "Claim what votes have earned, once in 24 hours"],
  ] as const)
    order(kind, words).action((wallet: string, options: OrderOptions) => make(wallet, { kind }, options));
  order("vote", "Vote: the list replaces all votes of before")
    .argument("<votes...>", "address=votes, for each candidate")
    .action((wallet: string, votes: readonly string[], options: OrderOptions) =>
      make(wallet, { kind: "vote", votes: votes.map(readVote) }, options),
    );
  staking.addHelpText(
    "after",
    helpNotes(`
An order is signed once its wallet is unlocked, in the page, within a quarter of an hour; one of a wallet on a Ledger is signed there, from
the page, within five minutes. It costs no more than was said then. One of a wallet is under way at a time.`),
  );
}

function readWallet(typed: string): TronWalletId {
  const read = TronWalletId.safeParse(typed);
  if (!read.success) throw new CommandError(EXIT.usage, `${terminalText(typed)} is no id of a wallet`);
  return read.data;
}

/** TRX have six decimals, as USDT. */
function readAmount(typed: string): string {
  const amount = readUsdt(typed);
  if (amount === undefined)
    throw new CommandError(EXIT.usage, `${terminalText(typed)} is no amount in TRX, such as 1000 or 2.50`);
  return amount;
}

function readLock({ lockHours }: OrderOptions): { readonly lock_hours?: number } {
  if (lockHours === undefined) return {};
  const lock_hours = Number(lockHours);
  if (!Number.isInteger(lock_hours) || lock_hours < 1)
    throw new CommandError(EXIT.usage, "--lock-hours is a whole number from 1 on");
  return { lock_hours };
}

function readVote(typed: string): { readonly witness: string; readonly votes: string } {
  const [, witness, votes] = /^(\w+)=(\d{1,19})$/.exec(typed) ?? [];
  if (witness === undefined || votes === undefined)
    throw new CommandError(EXIT.usage, `${terminalText(typed)} is no vote, such as T…=1000`);
  return { witness, votes };
}

/** Of a wallet whose key is not on the node. */
const KEYS: Partial<Record<TronWallet["kind"], string>> = { watch: "watched only", hardware: "on a device" };

async function listWallets(options: Options): Promise<void> {
  const { wallets } = await askAsSomebody(options, (client) => client.tron.listWallets());
  if (options.json) return void process.stdout.write(`${terminalJson({ wallets })}\n`);
  if (wallets.length === 0) return void process.stdout.write("You have no wallets on this node.\n");
  const rows = wallets.map(({ wallet_id, address, kind, unlocked_until, name }) => [
    ...[wallet_id, address, KEYS[kind] ?? (unlocked_until === null ? "locked" : "unlocked")],
    terminalText(name),
  ]);
  process.stdout.write(formatTable(["WALLET", "ADDRESS", "KEY", "NAME"], rows));
}

async function listWitnesses(options: Options): Promise<void> {
  const { witnesses } = await askAsSomebody(options, (client) => client.tron.stakingWitnesses({}));
  if (options.json) return void process.stdout.write(`${terminalJson({ witnesses })}\n`);
  const rows = witnesses.map(({ address, votes, keeps_percent, url }) => [
    address,
    votes,
    `${keeps_percent} %`,
    terminalText(url),
  ]);
  process.stdout.write(formatTable(["CANDIDATE", "VOTES", "KEEPS", "PAGE"], rows));
}

async function status(typed: string, options: Options): Promise<void> {
  const wallet_id = readWallet(typed);
  const shown = await askAsSomebody(options, (client) => client.tron.stakingStatus({ wallet_id }));
  if (options.json) return void process.stdout.write(`${terminalJson(shown)}\n`);
  const { address, network, solid, available, unfreezing, withdrawable, lent_to, borrowed_from, rewards, votes_most } = shown;
  const lines = [
    `${address} on ${network}, as of block ${solid.number} (${solid.time})`,
    `In the balance: ${showUsdt(available)} TRX`,
    ...(["energy", "bandwidth"] as const).map((resource) => {
      const { staked, lent, borrowed, supply } = shown[resource];
      return `${resource}: ${showUsdt(staked)} TRX staked, ${showUsdt(lent)} lent, ${showUsdt(borrowed)} borrowed; ${Math.max(0, supply.limit - supply.used)} of ${supply.limit} left`;
    }),
    ...unfreezing.map(
      ({ resource, amount, withdrawable_at }) =>
        `Unstaked: ${showUsdt(amount)} TRX of ${resource}, can be withdrawn from ${withdrawable_at}`,
    ),
    `Due now: ${showUsdt(withdrawable)} TRX`,
    ...lent_to.map((loan) => `Lent: ${showUsdt(loan.amount)} TRX of ${loan.resource} to ${loan.other}${lockOf(loan)}`),
    ...borrowed_from.map((loan) => `Borrowed: ${showUsdt(loan.amount)} TRX of ${loan.resource} from ${loan.other}`),
    `Votes: ${rewards.votes.map(({ witness, votes }) => `${witness}=${votes}`).join(" ") || "none"} of ${votes_most}`,
    `To claim: ${showUsdt(rewards.reward)} TRX${rewards.claimable_at === null ? "" : `, from ${rewards.claimable_at}`}`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

const lockOf = ({ locked_until }: { readonly locked_until: string | null }): string =>
  locked_until === null ? "" : `, locked until ${locked_until}`;

async function make(typed: string, asked: object, options: OrderOptions): Promise<void> {
  const wallet_id = readWallet(typed);
  const read = StakingAction.safeParse(asked);
  if (!read.success) throw new CommandError(EXIT.usage, terminalText(read.error.issues[0]?.message ?? "that is no order"));
  const action = read.data;
  await askAsSomebody(options, async (client) => {
    const forecast = await client.tron.forecastStaking({ wallet_id, ...action });
    if (!options.json) process.stdout.write(`${describe(forecast).join("\n")}\n`);
    if (options.dryRun) return void (options.json && process.stdout.write(`${terminalJson(forecast)}\n`));
    const order = { wallet_id, ...action, most_fee_sun: forecast.cost.fee_sun, idempotency_key: options.key ?? randomUUID() };
    const made = await client.tron.orderStaking(order);
    process.stdout.write(options.json ? `${terminalJson(made)}\n` : `Ordered as ${made.transfer_id}: ${made.state}\n`);
  });
}

function describe({ network, obstacle, limit, until, cost, effect }: Forecast): readonly string[] {
  const { amount, paid_out, staked_again, units_a_day, bound_until, votes_lost } = effect;
  return [
    `On ${network}, about ${showUsdt(amount)} TRX; fee ${showUsdt(cost.fee_sun)} TRX`,
    ...(units_a_day === 0 ? [] : [`About ${units_a_day} units a day`]),
    ...(bound_until === null ? [] : [`Bound until ${bound_until}`]),
    ...(paid_out === "0" ? [] : [`Paid out: ${showUsdt(paid_out)} TRX`]),
    ...(staked_again === "0" ? [] : [`Staked again: ${showUsdt(staked_again)} TRX`]),
    ...(votes_lost === "0" ? [] : [`Votes lost: about ${votes_lost}`]),
    ...(obstacle === null
      ? []
      : [
          `It cannot be done: ${obstacle}${limit === null ? "" : `, with ${showUsdt(limit)} TRX it would go`}${until === null ? "" : `, until ${until}`}`,
        ]),
  ];
}
