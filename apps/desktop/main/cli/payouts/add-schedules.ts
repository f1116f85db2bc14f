import {
  type PayoutSchedule,
  ScheduleEvery,
  ScheduleId,
  type ScheduleRun,
  ScheduleTerms,
  UserId,
  WEEKDAYS,
} from "@lucid/contract";
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
interface TermsOptions extends Options {
  readonly payee?: string;
  readonly least: string;
  readonly most: string;
  readonly every: string;
  readonly at: string;
  readonly zone: string;
}
type Client = Parameters<Parameters<typeof askAsSomebody>[1]>[0];
type Shown = Awaited<ReturnType<Client["schedules"]["get"]>>;

/** `lucid payouts schedules ...`: payouts that repeat. */
export function addSchedules(payouts: Command): void {
  const schedules = payouts
    .command("schedules")
    .description("Payouts that repeat: when they are due, who pays whom, and what came of them");
  const command = (name: string, description: string): Command =>
    withEntrance(schedules.command(name).description(description)).option("--json", "print one JSON object");
  const onOne = (name: string, description: string): Command => command(name, description).argument("<id>", "the schedule");
  const withTerms = (one: Command): Command =>
    one
      .option("--payee <account>", "who is paid; without it everybody to whom enough is owed")
      .requiredOption("--least <usdt>", "who is owed less is not paid, such as 10")
      .requiredOption("--most <usdt>", "all payouts of one run together")
      .requiredOption("--every <day>", `once a week (${WEEKDAYS.join(", ")}), or a day of the month, 1 to 31`)
      .option("--at <time>", "time of day", "09:00")
      .option("--zone <name>", "time zone in which that is meant, such as Europe/Berlin", "UTC");

  command("list", "List what repeats, and when it is due next").action(list);
  onOne("show", "Show one: its terms, what waits for approval, and what its last runs paid, left, and why").action(show);
  withTerms(command("propose", "Propose payouts that repeat").argument("<name>", "what they are for"))
    .addHelpText(
      "after",
      helpNotes(`
They pay from the wallet that pays payouts now, and begin once another person has approved them. Everything that is owed is paid, within the
limits and approvals of all payouts. Where a month is shorter, its last day counts. A day that was missed is made up for once, late.
As long as they are not ended, nothing else pays these payees by itself, also while they are paused.`),
    )
    .action((name: string, options: TermsOptions) => {
      const terms = readTerms(options);
      return tell(options, (client) => client.schedules.propose({ name, ...terms }));
    });
  withTerms(onOne("change", "Propose other terms: the old ones stay in force until another person has approved these")).action(
    (id: string, options: TermsOptions) => {
      const terms = readTerms(options);
      return tell(options, (client) => client.schedules.change({ ...one(id), ...terms }));
    },
  );
  onOne("approve", "Approve the terms that somebody else has proposed")
    .argument("<terms>", "their number, as they were shown")
    .action((id: string, terms: string, options: Options) =>
      tell(options, (client) => client.schedules.approve({ ...one(id), terms: readNumber(terms) })),
    );
  onOne("withdraw", "Withdraw terms that nobody has approved")
    .argument("<terms>", "their number")
    .action((id: string, terms: string, options: Options) =>
      tell(options, (client) => client.schedules.withdraw({ ...one(id), terms: readNumber(terms) })),
    );
  onOne("pause", "Pay nothing until it is resumed: what falls due meanwhile is not made up for").action(
    (id: string, options: Options) => tell(options, (client) => client.schedules.pause(one(id))),
  );
  onOne("resume", "Pay again, from the next due day on").action((id: string, options: Options) =>
    tell(options, (client) => client.schedules.resume(one(id))),
  );
  onOne("end", "End it for good").action((id: string, options: Options) =>
    tell(options, (client) => client.schedules.end(one(id))),
  );
}

function one(typed: string): { readonly schedule_id: ScheduleId } {
  const id = ScheduleId.safeParse(typed);
  if (!id.success) throw new CommandError(EXIT.usage, `${terminalText(typed)} is no id of a schedule`);
  return { schedule_id: id.data };
}
function readNumber(typed: string): number {
  if (!/^[1-9]\d{0,8}$/.test(typed)) throw new CommandError(EXIT.usage, `${terminalText(typed)} is no number of terms`);
  return Number(typed);
}
function readAmount(typed: string): string {
  const amount = readUsdt(typed);
  if (amount === undefined) throw new CommandError(EXIT.usage, `${terminalText(typed)} is no amount in USDT, such as 25.50`);
  return amount;
}
function readTerms({ payee: typedPayee, least, most, every: typedEvery, at, zone }: TermsOptions): ScheduleTerms {
  const payee = typedPayee === undefined ? null : UserId.safeParse(typedPayee).data;
  if (payee === undefined) throw new CommandError(EXIT.usage, `${terminalText(typedPayee ?? "")} is no id of an account`);
  const every = ScheduleEvery.safeParse(
    /^\d+$/.test(typedEvery) ? { unit: "month", day: Number(typedEvery) } : { unit: "week", weekday: typedEvery },
  );
  if (!every.success)
    throw new CommandError(EXIT.usage, "--every is a day of the week such as mon, or of the month from 1 to 31");
  if (!ScheduleTerms.shape.at.safeParse(at).success) throw new CommandError(EXIT.usage, "--at is a time of day, such as 06:30");
  if (!ScheduleTerms.shape.time_zone.safeParse(zone).success)
    throw new CommandError(EXIT.usage, "--zone is the name of a time zone, such as Europe/Berlin");
  const amounts = { least: readAmount(least), most: readAmount(most) };
  if (BigInt(amounts.most) < BigInt(amounts.least)) throw new CommandError(EXIT.usage, "--most is not less than --least");
  return { payee, ...amounts, every: every.data, at, time_zone: zone };
}

async function list(options: Options): Promise<void> {
  const { schedules } = await askAsSomebody(options, (client) => client.schedules.list());
  if (options.json) return void process.stdout.write(`${terminalJson({ schedules })}\n`);
  if (schedules.length === 0) return void process.stdout.write("No payouts repeat.\n");
  const rows = schedules.map(({ schedule_id, name, state, next_due, proposal, last_run }) => [
    ...[schedule_id, terminalText(name), proposal ? `${state}, terms ${proposal.number} to approve` : state, next_due ?? "-"],
    last_run ? `${last_run.due_on}: ${showUsdt(last_run.paid)} USDT` : "-",
  ]);
  process.stdout.write(formatTable(["SCHEDULE", "NAME", "STATE", "NEXT", "LAST RUN"], rows));
}

async function show(id: string, options: Options): Promise<void> {
  const asked = one(id);
  const { schedule, runs } = await askAsSomebody(options, async (client) => ({
    schedule: await client.schedules.get(asked),
    runs: (await client.schedules.runs({ ...asked, limit: 10 })).runs,
  }));
  if (options.json) return void process.stdout.write(`${terminalJson({ schedule, runs })}\n`);
  process.stdout.write([...words(schedule), ...runs.flatMap(runWords)].map((line) => `${line}\n`).join(""));
}

async function tell(options: Options, act: (client: Client) => Promise<Shown>): Promise<void> {
  const schedule = await askAsSomebody(options, act);
  const lines = options.json ? [terminalJson(schedule)] : words(schedule);
  process.stdout.write(lines.map((line) => `${line}\n`).join(""));
}

function words({ schedule_id, name, state, network, next_due, terms, proposal }: Shown): string[] {
  return [
    `${schedule_id} ${terminalText(name)}, on ${network}: ${state}${next_due === null ? "" : `, due next at ${next_due}`}`,
    ...(terms ? [`  in force: ${termsWords(terms)}`] : []),
    ...(proposal ? [`  to approve until ${proposal.approve_until}: ${termsWords(proposal)}`] : []),
  ];
}
type Terms = NonNullable<PayoutSchedule["terms"]>;
const termsWords = ({
  number,
  payee,
  least,
  most,
  every,
  at,
  time_zone,
  wallet,
}: Pick<Terms, "number" | "least" | "most" | "every" | "at" | "time_zone" | "wallet"> & {
  readonly payee: string | null;
}): string =>
  `terms ${number}: ${payee ?? "everybody"} from ${showUsdt(least)} USDT on, at most ${showUsdt(most)} USDT a run, each ${
    every.unit === "week" ? every.weekday : `month on day ${every.day}`
  } at ${at} ${time_zone}, from ${wallet}`;

type Run = Pick<ScheduleRun, "due_on" | "state" | "late" | "missed" | "paid" | "begun_at"> & {
  readonly payouts: readonly {
    readonly payout_id: string;
    readonly payee: string;
    readonly amount: string;
    readonly state: string;
  }[];
  readonly left: readonly { readonly payee: string; readonly amount: string; readonly obstacle: string }[];
};
const runWords = ({ due_on, state, late, missed, paid, begun_at, payouts, left }: Run): string[] => [
  `${due_on}: ${state}, ${showUsdt(paid)} USDT${late ? `, late, at ${begun_at}` : ""}${missed > 0 ? `, ${missed} due days before it were missed` : ""}`,
  ...payouts.map(
    ({ payout_id, payee, amount, state: its }) => `  paid ${showUsdt(amount)} USDT to ${payee}: ${its} (payout ${payout_id})`,
  ),
  ...left.map(({ payee, amount, obstacle }) => `  left ${showUsdt(amount)} USDT of ${payee}: ${obstacle}`),
];
