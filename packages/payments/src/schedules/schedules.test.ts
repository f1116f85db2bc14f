import { expect, it } from "vitest";
import { Crash } from "../testing/simulation/crash.ts";
import { NETWORK, openOffice, TERMS, USDT } from "./testing/open-office.ts";

const [BOB, CYD] = [`bob ${30n * USDT}`, `cyd ${20n * USDT}`];

it("pays nothing before a second person has approved, who is neither the one who asked nor the one who is paid", async () => {
  using office = openOffice();
  office.owe("bob", 30n * USDT);
  const made = await office.calls().proposeSchedule({ actor: "ada", name: "Rent", terms: { ...TERMS, payee: "bob" as never } });
  expect(made).toMatchObject({
    state: "proposed",
    terms: null,
    next_due: null,
    proposal: { proposed_by: "ada", wallet: expect.any(String) },
  });
  office.at("2027-02-01T06:31:00Z");
  const again = await office.calls().proposeSchedule({ actor: "ada", name: "Rent", terms: { ...TERMS, payee: "bob" as never } });
  const one = { schedule_id: again.schedule_id, terms: again.proposal?.number ?? 0 };
  for (const actor of ["ada", "bob"])
    await expect(office.calls().approveSchedule({ actor, ...one })).rejects.toMatchObject({ refusal: "APPROVED_BY_ANOTHER" });
  await expect(office.calls().approveSchedule({ actor: "dan", ...one, terms: one.terms + 1 })).rejects.toMatchObject({
    refusal: "SCHEDULE_STATE",
    details: { state: "proposed" },
  });
  expect(await office.look()).toEqual([]);
  expect(await office.calls().approveSchedule({ actor: "dan", ...one })).toMatchObject({
    ...{ state: "active", proposal: null, next_due: "2027-03-01T06:30:00.000Z" },
    terms: { approved_by: "dan", least: TERMS.least },
  });
  expect(await office.look()).toEqual([]);
  // What nobody approved within a day, nobody approves any more.
  expect(await office.calls().getSchedule(made)).toMatchObject({ state: "ended", proposal: null });
  await expect(office.calls().approveSchedule({ actor: "dan", schedule_id: made.schedule_id, terms: 1 })).rejects.toMatchObject({
    refusal: "SCHEDULE_STATE",
  });
  expect(office.made()).toEqual([]);
});

it("makes ordinary payouts on the day that it is due, once, and says what it left and why", async () => {
  using office = openOffice();
  office.owe("bob", 30n * USDT);
  office.owe("cyd", 20n * USDT);
  office.owe("eve", 50n * USDT);
  const id = await office.agree();
  expect((await office.calls().getSchedule({ schedule_id: id })).next_due).toBe("2027-02-01T06:30:00.000Z");
  office.owe("dan", 9n * USDT);
  office.at("2027-02-01T06:29:59Z");
  expect(await office.look()).toEqual([]);
  office.at("2027-02-01T06:30:00Z");
  const [run] = await office.look([{ payee: "eve", obstacle: "payee-gone" }]);
  expect(run).toMatchObject({
    ...{ due_on: "2027-02-01", state: "done", late: false, missed: 0, paid: String(50n * USDT), payees: 3 },
    payouts: [{ payee: "bob", state: "approved" }, { payee: "cyd" }],
    left: [{ payee: "eve", amount: String(50n * USDT), obstacle: "payee-gone" }],
  });
  expect(office.rows.find(run?.payouts[0]?.payout_id ?? "")).toMatchObject({
    requested_by: "ada",
    note: "Rent",
    approvals_needed: 0,
  });
  expect(await office.look()).toEqual([]);
  expect(office.made()).toEqual([BOB, CYD]);
  expect(await office.calls().getSchedule({ schedule_id: id })).toMatchObject({
    next_due: "2027-03-01T06:30:00.000Z",
    last_run: { due_on: "2027-02-01", paid: String(50n * USDT) },
  });
});

it("makes up for what was missed once, late, and says so; a clock that goes back repeats nothing", async () => {
  using office = openOffice();
  office.owe("bob", 30n * USDT);
  const id = await office.agree({ every: { unit: "week", weekday: "mon" } });
  office.at("2027-02-04T00:00:00Z");
  expect(await office.look()).toMatchObject([{ due_on: "2027-02-01", late: true, missed: 3, paid: String(30n * USDT) }]);
  office.owe("bob", 40n * USDT);
  for (const earlier of ["2027-01-10T12:00:00Z", "2027-01-11T06:30:00Z", "2027-02-01T06:30:00Z", "2027-02-08T06:29:00Z"]) {
    office.at(earlier);
    expect(await office.look()).toEqual([]);
  }
  // Terms that are approved while the clock is wrong begin on a day without a run.
  office.at("2027-01-26T12:00:00Z");
  const changed = await office
    .calls()
    .changeSchedule({ actor: "ada", schedule_id: id, terms: { ...TERMS, every: { unit: "week", weekday: "mon" } } });
  const approved = { actor: "dan", schedule_id: id, terms: changed.proposal?.number ?? 0 };
  expect(await office.calls().approveSchedule(approved)).toMatchObject({ next_due: "2027-02-08T06:30:00.000Z" });
  office.at("2027-02-08T06:30:00Z");
  expect(await office.look()).toMatchObject([{ due_on: "2027-02-08", late: false, missed: 0 }]);
  expect(office.made()).toEqual([BOB, `bob ${40n * USDT}`]);
});

it("does each due day once, wherever its process dies", async () => {
  using office = openOffice();
  const id = await office.agree();
  const made: string[] = [];
  let place = 1;
  for (; ; place += 1) {
    office.owe("bob", 30n * USDT);
    office.owe("cyd", 20n * USDT);
    // Another due day for each place.
    const due = new Date(Date.UTC(2027, place, 1, 6, 30)).toISOString();
    office.at(due);
    office.dieAt(place);
    let isDead = false;
    await office.look().catch((error: unknown) => {
      if (!(error instanceof Crash)) throw error;
      isDead = true;
    });
    made.push(BOB, CYD);
    if (!isDead) break;
    office.dieAt(Number.POSITIVE_INFINITY);
    office.beginAgain();
    await office.look();
    expect(await office.look()).toEqual([]);
    expect(office.made().toSorted()).toEqual(made.toSorted());
    const [run] = await office.runs(id);
    expect(run).toMatchObject({ due_at: due, state: "done", paid: String(50n * USDT), left: [], missed: 0 });
  }
  expect(office.made()).toHaveLength(made.length);
  // Before and after: the run itself; for each of two a note, their payout, and what came of it; the end.
  expect(place - 1).toBe(16);
});

it("does each due day once where it is asked twice at once, and where two processes do it", async () => {
  using office = openOffice();
  office.owe("bob", 30n * USDT);
  office.owe("cyd", 20n * USDT);
  const id = await office.agree();
  office.at("2027-02-01T06:30:00Z");
  const other = office.another();
  const answers = { payees: office.payees, kept: [] };
  const outcomes = await Promise.allSettled([office.look(), office.look(), other.calls.runSchedules(answers)]);
  // The database refuses what comes second, which ends that process: it goes on from what is stored.
  for (const one of outcomes) if (one.status === "rejected") expect(String(one.reason)).toMatch(/UNIQUE|constraint/i);
  office.beginAgain();
  await office.look();
  expect(office.made()).toEqual([BOB, CYD]);
  expect(await office.runs(id)).toMatchObject([{ state: "done", paid: String(50n * USDT) }]);
});

it("pays no more in a run than was agreed to, and those first who waited the longest", async () => {
  using office = openOffice();
  office.owe("bob", 30n * USDT);
  office.owe("cyd", 20n * USDT);
  await office.agree({ most: String(31n * USDT) });
  office.at("2027-02-01T06:30:00Z");
  expect(await office.look()).toMatchObject([
    {
      ...{ state: "done", paid: String(31n * USDT) },
      left: [{ payee: "cyd", amount: String(19n * USDT), obstacle: "run-most" }],
    },
  ]);
  expect(office.made()).toEqual([BOB, `cyd ${USDT}`]);
  // The database itself refuses a payout beyond it.
  const [row] = office.rows.page(NETWORK, { before: Number.MAX_SAFE_INTEGER, limit: 1 });
  expect(row).toMatchObject({ schedule_run: 1 });
});

it("has large payouts, and those of a large run, wait for somebody as any other does", async () => {
  using office = openOffice({ approve_from: String(30n * USDT) });
  office.owe("bob", 30n * USDT);
  office.owe("cyd", 20n * USDT);
  await office.agree();
  office.at("2027-02-01T06:30:00Z");
  const [run] = await office.look();
  expect(run?.payouts).toMatchObject([
    { payee: "bob", state: "locked" },
    { payee: "cyd", state: "approved" },
  ]);
  const payout_id = run?.payouts[0]?.payout_id ?? "";
  // Who has proposed the schedule has asked for what it pays.
  await expect(office.calls().approvePayout({ actor: "ada", payout_id })).rejects.toMatchObject({
    refusal: "APPROVED_BY_ANOTHER",
  });
  expect(await office.calls().approvePayout({ actor: "dan", payout_id })).toMatchObject({ state: "approved" });
});

it("tries for a day whom it could not pay, every hour, and no longer", async () => {
  using office = openOffice({ day_total: String(30n * USDT) });
  office.owe("bob", 30n * USDT);
  office.owe("cyd", 20n * USDT);
  const id = await office.agree();
  office.at("2027-02-01T06:30:00Z");
  const left = [{ payee: "cyd", obstacle: "day-of-all", amount: String(20n * USDT) }];
  expect(await office.look()).toMatchObject([{ state: "open", left }]);
  office.at("2027-02-01T07:29:00Z");
  expect(await office.look()).toEqual([]);
  office.at("2027-02-01T07:30:00Z");
  expect(await office.look()).toMatchObject([{ state: "open", left }]);
  // A clock that is set back by a week keeps nobody waiting for a week.
  office.at("2027-02-01T06:00:00Z");
  expect(await office.look()).toMatchObject([{ state: "open", left }]);
  office.at("2027-02-02T06:30:00Z");
  expect(await office.look()).toMatchObject([{ state: "done", left: [] }]);
  expect(office.made()).toEqual([BOB, CYD]);

  office.owe("bob", 31n * USDT);
  office.at("2027-03-01T06:30:00Z");
  await office.look();
  office.at("2027-03-02T06:30:00Z");
  expect(await office.look()).toMatchObject([{ state: "done", left: [{ payee: "bob", obstacle: "day-of-all" }] }]);
  expect(await office.look()).toEqual([]);
  expect(await office.runs(id)).toHaveLength(2);
});

it("waits for a network that is away, and gives up after a day", async () => {
  using office = openOffice();
  office.owe("bob", 30n * USDT);
  const id = await office.agree();
  office.at("2027-02-01T06:30:00Z");
  office.net.isAway = true;
  for (const _ of [1, 2])
    expect(await office.look()).toMatchObject([{ state: "open", left: [{ payee: "bob", obstacle: "away" }] }]);
  office.net.isAway = false;
  expect(await office.look()).toMatchObject([{ state: "done", left: [], paid: String(30n * USDT) }]);
  office.owe("bob", 40n * USDT);
  office.net.isAway = true;
  office.at("2027-03-01T06:30:00Z");
  await office.look();
  office.at("2027-03-02T06:30:00Z");
  expect(await office.look()).toMatchObject([{ state: "done", left: [{ payee: "bob", obstacle: "away" }] }]);
  expect(await office.runs(id)).toMatchObject([{ paid: "0" }, { paid: String(30n * USDT) }]);
});

it("leaves a run that is still open to the next one, so that nothing is paid twice at once", async () => {
  using office = openOffice({ day_total: String(30n * USDT) });
  office.owe("bob", 31n * USDT);
  const id = await office.agree();
  office.at("2027-02-01T06:30:00Z");
  expect(await office.look()).toMatchObject([{ state: "open" }]);
  office.at("2027-03-01T06:30:00Z");
  expect(await office.look()).toMatchObject([{ due_on: "2027-03-01", missed: 0 }]);
  expect(await office.runs(id)).toMatchObject([{ state: "open" }, { state: "overtaken", left: [{ obstacle: "day-of-all" }] }]);
});

it("pays nothing from another wallet than was agreed to", async () => {
  using office = openOffice();
  office.owe("bob", 30n * USDT);
  await office.agree();
  office.settings.setWallet(NETWORK, { wallet_id: "other", user_id: "ada", address: "T" });
  office.at("2027-02-01T06:30:00Z");
  expect(await office.look()).toMatchObject([{ state: "open", left: [{ payee: "bob", obstacle: "other-wallet" }] }]);
  expect(office.made()).toEqual([]);
});

it("pays no more once it is paused, also in the middle of a run, and makes up for nothing", async () => {
  using office = openOffice();
  office.owe("bob", 30n * USDT);
  office.owe("cyd", 20n * USDT);
  const id = await office.agree();
  office.at("2027-02-01T06:30:00Z");
  // Somebody pauses it while the network is being asked.
  let asked = 0;
  office.net.onAsk = () => {
    asked += 1;
    if (asked === 1) void office.calls().setSchedule({ schedule_id: id, to: "paused" });
  };
  const [run] = await office.look();
  expect(run).toMatchObject({ state: "stopped", paid: "0", left: [{ obstacle: "stopped" }, { obstacle: "stopped" }] });
  office.at("2027-03-01T06:31:00Z");
  expect(await office.look()).toEqual([]);
  expect(await office.calls().setSchedule({ schedule_id: id, to: "active" })).toMatchObject({
    next_due: "2027-04-01T06:30:00.000Z",
  });
  expect(await office.look()).toEqual([]);
  expect(office.made()).toEqual([]);
  await expect(office.calls().setSchedule({ schedule_id: id, to: "active" })).rejects.toMatchObject({
    refusal: "SCHEDULE_STATE",
  });
  expect(await office.calls().setSchedule({ schedule_id: id, to: "ended" })).toMatchObject({ state: "ended", next_due: null });
  for (const to of ["paused", "active", "ended"] as const)
    await expect(office.calls().setSchedule({ schedule_id: id, to })).rejects.toMatchObject({ details: { state: "ended" } });
});

it("goes by its old terms until others are approved", async () => {
  using office = openOffice();
  office.owe("bob", 30n * USDT);
  const id = await office.agree();
  const terms = { ...TERMS, least: String(40n * USDT), at: "09:00" };
  const asked = await office.calls().changeSchedule({ actor: "ada", schedule_id: id, terms });
  expect(asked).toMatchObject({
    state: "active",
    terms: { at: "06:30" },
    proposal: { at: "09:00" },
    next_due: "2027-02-01T06:30:00.000Z",
  });
  await expect(office.calls().changeSchedule({ actor: "ada", schedule_id: id, terms })).rejects.toMatchObject({
    refusal: "SCHEDULE_STATE",
  });
  const one = { actor: "dan", schedule_id: id, terms: asked.proposal?.number ?? 0 };
  expect(await office.calls().withdrawSchedule(one)).toMatchObject({ state: "active", proposal: null });
  const again = await office.calls().changeSchedule({ actor: "ada", schedule_id: id, terms });
  const approved = await office.calls().approveSchedule({ ...one, terms: again.proposal?.number ?? 0 });
  expect(approved).toMatchObject({ terms: { at: "09:00" }, next_due: "2027-02-01T09:00:00.000Z" });
  office.at("2027-02-01T09:00:00Z");
  expect(await office.look()).toMatchObject([{ state: "done", payees: 0, payouts: [], left: [] }]);
});

it("is due once on a day whose hour is changed after it has come", async () => {
  using office = openOffice();
  office.owe("bob", 30n * USDT);
  const id = await office.agree();
  office.at("2027-02-01T06:30:00Z");
  // Approved before anybody has looked: the day is due still, and its later hour is no other one.
  const asked = await office.calls().changeSchedule({ actor: "ada", schedule_id: id, terms: { ...TERMS, at: "09:00" } });
  await office.calls().approveSchedule({ actor: "dan", schedule_id: id, terms: asked.proposal?.number ?? 0 });
  expect(await office.look()).toMatchObject([{ due_on: "2027-02-01", state: "done" }]);
  expect((await office.calls().getSchedule({ schedule_id: id })).next_due).toBe("2027-03-01T09:00:00.000Z");
  office.owe("bob", 40n * USDT);
  office.at("2027-02-01T09:00:00Z");
  expect(await office.look()).toEqual([]);
  office.at("2027-03-01T09:00:00Z");
  expect(await office.look()).toMatchObject([{ due_on: "2027-03-01", missed: 0 }]);
  expect(office.made()).toEqual([BOB, `bob ${40n * USDT}`]);
});

it("leaves whom a schedule pays, paused or not, to it: the sweep does not", async () => {
  using office = openOffice();
  office.owe("bob", 30n * USDT);
  office.owe("cyd", 20n * USDT);
  const id = await office.agree({ payee: "bob" as never });
  await office.calls().sweepPayouts({ payees: office.payees });
  expect(office.made()).toEqual([CYD]);
  await office.calls().setSchedule({ schedule_id: id, to: "paused" });
  await office.calls().sweepPayouts({ payees: office.payees });
  expect(office.made()).toEqual([CYD]);
  await office.calls().setSchedule({ schedule_id: id, to: "ended" });
  await office.calls().sweepPayouts({ payees: office.payees });
  expect(office.made()).toEqual([CYD, BOB]);
});

it("says of one payee that too little is owed, and that a link is to pay it", async () => {
  using office = openOffice();
  office.owe("bob", 9n * USDT);
  await office.agree({ payee: "bob" as never });
  await office.agree({ payee: "cyd" as never });
  office.owe("cyd", 20n * USDT);
  office.at("2027-02-01T06:30:00Z");
  expect(await office.look([{ payee: "cyd", obstacle: "claim-link" }])).toMatchObject([
    { state: "done", left: [{ payee: "bob", amount: String(9n * USDT), obstacle: "below-least" }] },
    { state: "done", left: [{ payee: "cyd", amount: String(20n * USDT), obstacle: "claim-link" }] },
  ]);
});

it("is not proposed for less than a payout may be, without a wallet, or beside too many", async () => {
  using office = openOffice();
  const propose = (terms: Partial<typeof TERMS>) =>
    office.calls().proposeSchedule({ actor: "ada", name: "Rent", terms: { ...TERMS, ...terms } });
  for (const terms of [{ least: "999999" }, { most: String(10n * USDT - 1n) }])
    await expect(propose(terms)).rejects.toMatchObject({ details: { obstacle: "below-minimum" } });
  for (let count = 0; count < 50; count += 1) await propose({});
  await expect(propose({})).rejects.toMatchObject({ refusal: "TOO_MANY_SCHEDULES", details: { limit: 50 } });
  expect(await office.calls().listSchedules({})).toHaveLength(50);
  await expect(office.calls().getSchedule({ schedule_id: "none" })).rejects.toMatchObject({ refusal: "SCHEDULE_NOT_FOUND" });
});
