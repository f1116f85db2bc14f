import { type KycVerdict, UserId } from "@lucid/contract";
import { expect, it } from "vitest";
import { openTestGround } from "../ground/testing/open-test-ground.ts";
import { startPeople } from "../people/index.ts";
import { createKycDesk, signVerdict } from "./create-kyc-desk.ts";

const DAY_MS = 86_400_000;
const refused = (code: string) => expect.objectContaining({ code });
const REFUSED = refused("LUCID_PEOPLE_ERR_4710");
const SPENT = refused("LUCID_ERR_4002");

async function openDesk() {
  const stack = new AsyncDisposableStack();
  const ground = stack.use(await openTestGround());
  const { accounts } = stack.use(startPeople(ground, { audit: { record: () => undefined } }));
  const key = await ground.secret("kyc.key");
  const desk = createKycDesk({ db: ground.db.write, clock: ground.clock, steady: ground.time.steady, accounts, key });
  const user_id = UserId.parse(accounts.create("TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeC", "USER").user_id);
  const verdict = (change: Partial<KycVerdict> = {}): KycVerdict => ({
    verdict_id: crypto.randomUUID(),
    user_id,
    status: "verified",
    issued_at: Math.floor(ground.clock.now() / 1_000),
    ...change,
  });
  const take = (one: KycVerdict, by = key): void => desk.take(one, signVerdict(one, by));
  const status = () => accounts.find(user_id)?.kyc_status;
  return { ground, accounts, key, desk, verdict, take, status, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

it("counts when the key signed it as it is", async () => {
  await using test = await openDesk();
  test.take(test.verdict());
  expect(test.status()).toBe("verified");
  test.take(test.verdict({ status: "expired" }));
  expect(test.status()).toBe("expired");
});

it("does not count when somebody else signed it, or another one", async () => {
  await using test = await openDesk();
  const { desk, key, take, verdict } = test;
  expect(() => take(verdict(), new Uint8Array(32))).toThrow(REFUSED);
  const one = verdict({ status: "rejected" });
  expect(() => desk.take({ ...one, status: "verified" }, signVerdict(one, key))).toThrow(REFUSED);
  expect(test.status()).toBe("none");
});

it("counts once, also when the clock was set back long after", async () => {
  await using test = await openDesk();
  const { ground, take } = test;
  const one = test.verdict();
  take(one);
  expect(() => take(one)).toThrow(SPENT);
  ground.clock.freeze(30 * DAY_MS);
  ground.clock.setNow(ground.clock.now() - 30 * DAY_MS);
  expect(() => take(one)).toThrow(SPENT);
});

it("counts within five minutes, before and after, and not later", async () => {
  await using test = await openDesk();
  const now = Math.floor(test.ground.clock.now() / 1_000);
  for (const issued_at of [now - 301, now + 301]) expect(() => test.take(test.verdict({ issued_at }))).toThrow(REFUSED);
  for (const issued_at of [now - 300, now + 300]) test.take(test.verdict({ issued_at }));
  expect(test.status()).toBe("verified");
});

it("is about an account that is there, and is not spent on one that is not", async () => {
  await using test = await openDesk();
  const nobody = UserId.parse("00000000-0000-4000-8000-000000000000");
  const one = test.verdict({ user_id: nobody });
  for (const _again of [1, 2]) expect(() => test.take(one)).toThrow(refused("LUCID_ERR_4001"));
});
