import type { PaymentsCalls, PaymentsMethod, StatedPayoutRow, StatementRow } from "@lucid/contract";
import { createSignatureCheck, utf8, verifyPayoutDocument } from "@lucid/proof";
import { buildPayoutLog } from "@lucid/testkit";
import { expect, it } from "vitest";
import { openTestGround } from "../ground/testing/open-test-ground.ts";
import { startLucidChain } from "../lucid-chain/index.ts";
import { createPayoutLog } from "./create-payout-log.ts";

const { payouts } = buildPayoutLog({ payouts: 350 });
const statement = (number: number, from: number, size: number): StatementRow => ({
  ...{ number, from, size, until: Date.UTC(2026, 0, number + 1), made_at: Date.UTC(2026, 0, number + 1), sent: "1", fees: "1" },
});

/** A real chain, and a process of payments that has stated so much. */
async function openLog() {
  const stack = new AsyncDisposableStack();
  const ground = stack.use(await openTestGround());
  const { chain } = stack.use(await startLucidChain(ground, { blockInterval: 10 }));
  const made: StatementRow[] = [];
  function start(rows: readonly StatedPayoutRow[] = payouts) {
    const answers: Partial<{ [Method in PaymentsMethod]: (input: PaymentsCalls[Method]["input"]) => unknown }> = {
      listStatements: ({ limit }) => ({ network: "devnet", statements: made.toReversed().slice(0, limit), next_before: null }),
      getStatement: ({ number }) => made.find((one) => one.number === number),
      statedPayouts: ({ from, limit }) => rows.slice(0, made.at(-1)?.size ?? 0).slice(from, from + limit),
    };
    const call = async <Method extends PaymentsMethod>(method: Method, input: PaymentsCalls[Method]["input"]) =>
      (answers[method] ?? expect.fail(method))(input) as PaymentsCalls[Method]["output"];
    return createPayoutLog({ payments: () => ({ call }), chain, keys: ground.keys, log: ground.log });
  }
  return { ground, chain, made, start, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}
const NOT_ANCHORED = { code: "LUCID_PAYOUT_ERR_2810" };
const check = (content: string) => verifyPayoutDocument(utf8(content), createSignatureCheck());

it("has the chain hold each statement, and proves payouts and statements from it", async () => {
  await using test = await openLog();
  const { ground, made, start } = test;
  made.push(statement(1, 0, 3), statement(2, 3, 350));
  const log = start();
  await log.anchor();
  const [, newest] = made as [StatementRow, StatementRow];
  expect(await log.anchorOf(newest, "devnet")).toBeUndefined();
  await expect(log.prove(payouts[4]?.payout_id ?? "", 4)).rejects.toMatchObject(NOT_ANCHORED);
  await expect(log.state(1)).rejects.toMatchObject(NOT_ANCHORED);
  ground.clock.advance(60_000);
  expect(await log.anchorOf(newest, "devnet")).toMatchObject({ size: 350, final: true });
  for (const [place, logSize] of [
    [0, 3],
    [2, 3],
    [3, 350],
    [349, 350],
  ] as const) {
    const payout = payouts[place] ?? expect.fail();
    const { filename, content } = await log.prove(payout.payout_id, place);
    expect(filename).toBe(`lucid-payout-${payout.payout_id}.json`);
    const facts = { kind: "proof", from: place, logSize, node: ground.keys.publicKey, payouts: [payout] };
    expect(check(content)).toMatchObject({ verified: true, facts });
  }
  for (const [number, from, logSize] of [
    [1, 0, 3],
    [2, 3, 350],
  ] as const) {
    const { filename, content } = await log.state(number);
    expect(filename).toBe(`lucid-payouts-${number}-2026-01-0${number}.json`);
    expect(check(content)).toMatchObject({ verified: true, facts: { kind: "statement", from, logSize } });
  }
});

it("states the same again without harm, also after a restart, and what was stated while the chain was not asked", async () => {
  await using test = await openLog();
  const { ground, chain, made, start } = test;
  made.push(statement(1, 0, 3));
  const log = start();
  await log.anchor();
  await log.anchor();
  await start().anchor();
  ground.clock.advance(60_000);
  await start().anchor();
  made.push(statement(2, 3, 5), statement(3, 5, 9));
  await start().anchor();
  ground.clock.advance(60_000);
  expect(chain.read.transactions({ type: "audit_checkpoint", limit: 50, page: 1 }).total).toBe(3);
  expect(check((await log.prove(payouts[4]?.payout_id ?? "", 4)).content)).toMatchObject({ facts: { logSize: 5 } });
});

it("proves by a later head what another life of the log has stated otherwise", async () => {
  await using test = await openLog();
  const { ground, made, start } = test;
  const lost = buildPayoutLog({ payouts: 5, edit: (payout) => ({ ...payout, fee: "7" }) }).payouts;
  made.push(statement(1, 0, 5));
  await start(lost).anchor();
  ground.clock.advance(60_000);
  const log = start();
  await log.anchor();
  ground.clock.advance(60_000);
  expect(await log.anchorOf(statement(1, 0, 5), "devnet")).toBeUndefined();
  await expect(log.prove(payouts[1]?.payout_id ?? "", 1)).rejects.toMatchObject(NOT_ANCHORED);
  made.push(statement(2, 5, 8));
  await log.anchor();
  ground.clock.advance(60_000);
  expect(check((await log.prove(payouts[1]?.payout_id ?? "", 1)).content)).toMatchObject({ facts: { logSize: 8 } });
});
