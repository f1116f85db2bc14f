import {
  ClaimId,
  LISTED_AT_MOST,
  type PaymentsCalls,
  type PaymentsMethod,
  payoutErrors,
  tronErrors,
  UserId,
} from "@lucid/contract";
import { describe, expect, it, vi } from "vitest";
import { openMortal } from "../ground/testing/open-mortal.ts";
import { openTestGround } from "../ground/testing/open-test-ground.ts";
import { testCaller } from "../sessions/testing/test-caller.ts";
import { openClaimBook } from "./open-claim-book.ts";
import { startClaims } from "./start-claims.ts";

const [payee, clerk, gone] = ["1", "2", "3"].map((digit) => UserId.parse(`${digit.repeat(8)}-1111-4111-8111-111111111111`)) as [
  UserId,
  UserId,
  UserId,
];
const [ADDRESS, OTHER] = ["TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"] as const;
const USDT = 1_000_000n;
const accounts = {
  find: (id: string) =>
    id === gone ? undefined : ({ role: "USER", status: "active", kyc_status: id === payee ? "verified" : "none" } as const),
};
const rules = { fee: "100000", least: USDT.toString(), most: (10_000n * USDT).toString() };

/** A process of payments as links see it: what is owed, and one payout a key. */
function openTill() {
  const byKey = new Map<string, PaymentsCalls["orderPayouts"]["input"]>();
  let network = "devnet";
  let refusal: (() => Error) | undefined;
  const calls = {
    payoutOverview: () => ({ network, rules }),
    payeeBalances: () => [{ payee, accrued: (100n * USDT).toString() }],
    orderPayouts(input: PaymentsCalls["orderPayouts"]["input"]) {
      const key = input.orders[0]?.idempotency_key ?? expect.fail("no order");
      if (!byKey.has(key)) {
        if (refusal) throw refusal();
        byKey.set(key, input);
      }
      return [{ payout_id: `99999999-1111-4111-8111-00000000000${[...byKey.keys()].indexOf(key)}` }];
    },
  };
  return {
    byKey,
    refuse: (why: typeof refusal) => void (refusal = why),
    setNetwork: (name: string) => void (network = name),
    call: (method: PaymentsMethod, input: unknown): unknown => calls[method as keyof typeof calls](input as never),
  };
}

/** The area of claim links, which may die at a call to the process of payments. */
async function openOffice() {
  const ground = await openTestGround();
  const till = openTill();
  const book = openClaimBook(
    { db: ground.db, time: ground.time.steady, randomness: ground.randomness },
    { tron_network: "devnet" },
  );
  const mortal = openMortal((outside) => {
    const call = (method: PaymentsMethod, input: unknown) => outside(method, () => till.call(method, input));
    return startClaims(ground, { book, payments: () => ({ call: call as never }), accounts });
  });
  const { deaths, dieAt, isDead, openAgain } = mortal;
  const service = () => mortal.area().services?.claims ?? expect.fail("no service");
  const as = (userId: UserId) => testCaller(userId, []);
  return {
    ...{ ground, till, book, service, as },
    ...{ deaths, dieAt, isDead, openAgain },
    make: async (amount = 40n * USDT, to = payee) =>
      await service().make({ payee: to, amount: amount.toString(), expires_in_hours: 24 }, as(clerk)),
    take: async (secret: string, address: string = ADDRESS) => await service().take({ secret, address }, as(gone)),
    withdraw: async (id: string) => await service().withdraw({ claim_id: ClaimId.parse(id) }, as(clerk)),
    state: async () => (await service().list(undefined, as(clerk))).claims.map(({ state }) => state),
    look: () => ground.changes.publish({ topic: "tron", id: "" }),
    async [Symbol.asyncDispose]() {
      await mortal[Symbol.asyncDispose]();
      await ground[Symbol.asyncDispose]();
    },
  };
}

describe("a claim link", () => {
  it("stays in the list while it waits, however many were made after it", async () => {
    await using office = await openOffice();
    const { claim } = await office.make(USDT);
    for (let count = 0; count < LISTED_AT_MOST + 2; count += 1) {
      const { claim: later } = await office.make(USDT);
      await office.withdraw(later.claim_id);
    }
    expect(await office.state()).toEqual(["open", ...Array.from({ length: LISTED_AT_MOST - 1 }, () => "withdrawn")]);
    await office.withdraw(claim.claim_id);
    expect(new Set(await office.state())).toEqual(new Set(["withdrawn"]));
  });

  it("pays what it was made for to the address that is named, once, as a payout that whoever made it asked for", async () => {
    await using office = await openOffice();
    const { claim, secret, path } = await office.make();
    expect(path).toBe(`/claim#claim=${secret}`);
    expect(claim).toMatchObject({ state: "open", payee, amount: "40000000", created_by: clerk, address: null, payout_id: null });
    // Of the secret only a digest is kept.
    expect(JSON.stringify(office.ground.db.read.prepare("SELECT * FROM payout_claim").all())).not.toContain(secret);
    expect(await office.service().look({ secret }, office.as(gone))).toMatchObject({
      state: "open",
      fee: "100000",
      network: "devnet",
    });
    expect(await office.take(secret)).toMatchObject({ state: "ordered", address: ADDRESS, amount: "40000000" });
    expect(await office.take(secret)).toMatchObject({ state: "ordered", address: ADDRESS });
    await expect(office.take(secret, OTHER)).rejects.toThrow("named already");
    await expect(office.withdraw(claim.claim_id)).rejects.toThrow("named already");
    expect([...office.till.byKey]).toEqual([
      [
        `claim:${claim.claim_id}`,
        {
          actor: clerk,
          orders: [
            {
              payee: { user_id: payee, address: ADDRESS, is_operator: false, is_verified: true },
              ...{
                amount: "40000000",
                note: "",
                priority: "normal",
                not_before: null,
                idempotency_key: `claim:${claim.claim_id}`,
              },
            },
          ],
        },
      ],
    ]);
    expect(await office.service().list(undefined, office.as(clerk))).toMatchObject({ claims: [{ state: "ordered" }] });
  });

  it("is made for somebody else who is here and is owed so much, and promises nothing twice", async () => {
    await using office = await openOffice();
    await expect(office.make(40n * USDT, clerk)).rejects.toThrow("another person");
    await expect(office.make(40n * USDT, gone)).rejects.toMatchObject({ details: { obstacle: "payee-gone" } });
    await expect(office.make(USDT - 1n)).rejects.toMatchObject({ details: { obstacle: "below-minimum" } });
    await expect(office.make(10_001n * USDT)).rejects.toMatchObject({ details: { obstacle: "above-maximum" } });
    await office.make(60n * USDT);
    expect(office.book.held(payee)).toBe(60n * USDT);
    await expect(office.make(41n * USDT)).rejects.toMatchObject({ details: { obstacle: "not-owed" } });
    await office.make(40n * USDT);
    expect(office.book.held(payee)).toBe(100n * USDT);
    expect(office.book.held(clerk)).toBe(0n);
  });

  it("pays nothing after its time, when it was withdrawn, on another network, or where it is none", async () => {
    await using office = await openOffice();
    const [late, back] = [await office.make(), await office.make()];
    expect(await office.withdraw(back.claim.claim_id)).toMatchObject({ state: "withdrawn" });
    await expect(office.withdraw(back.claim.claim_id)).rejects.toThrow("named already");
    await expect(office.withdraw(clerk)).rejects.toThrow("pays nothing");
    await expect(office.take(back.secret)).rejects.toThrow("pays nothing");
    await expect(office.take("A".repeat(43))).rejects.toThrow("pays nothing");
    office.till.setNetwork("nile");
    await expect(office.take(late.secret)).rejects.toThrow("pays nothing");
    office.till.setNetwork("devnet");
    office.ground.clock.advance(24 * 3_600_000);
    await expect(office.take(late.secret)).rejects.toThrow("pays nothing");
    expect(await office.state()).toEqual(["withdrawn", "expired"]);
    expect(office.book.held(payee)).toBe(0n);
    expect(office.till.byKey.size).toBe(0);
  });

  it("can name another address after a payout was refused, and not while nobody knows whether there is one", async () => {
    await using office = await openOffice();
    // Nothing is named yet: what is looked for later is found all the same.
    office.look();
    const { secret, claim } = await office.make();
    office.till.refuse(() => payoutErrors.PAYOUT_IMPOSSIBLE({ obstacle: "day-of-all" }));
    await expect(office.take(secret)).rejects.toMatchObject({ details: { obstacle: "day-of-all" } });
    expect(await office.state()).toEqual(["open"]);
    office.till.refuse(() => tronErrors.PAYMENTS_AWAY());
    expect(await office.take(secret, OTHER)).toMatchObject({ state: "named", address: OTHER });
    await expect(office.take(secret)).rejects.toThrow("named already");
    await expect(office.withdraw(claim.claim_id)).rejects.toThrow("named already");
    expect(office.book.held(payee)).toBe(40n * USDT);
    office.till.refuse(undefined);
    office.look();
    await vi.waitFor(async () => expect(await office.state()).toEqual(["ordered"]));
    expect(office.till.byKey.size).toBe(1);
  });

  it("is paid once, wherever its node dies", async () => {
    const died = new Set<string>();
    for (let place = 1; ; place += 1) {
      await using office = await openOffice();
      const { secret } = await office.make();
      office.dieAt(place);
      // No answer is what a caller sees of a crash.
      void office.take(secret).catch(() => undefined);
      await vi.waitFor(() => expect(office.isDead() || office.book.bySecret(secret)?.state === "ordered").toBe(true));
      if (office.isDead()) {
        await office.openAgain();
        const isNamed = office.book.bySecret(secret)?.state === "named";
        if (isNamed) office.look();
        else expect(await office.take(secret)).toMatchObject({ state: "ordered" });
        await vi.waitFor(() => expect(office.book.bySecret(secret)?.state).toBe("ordered"));
      }
      expect([...office.till.byKey.values()].map(({ orders }) => orders[0]?.payee.address)).toEqual([ADDRESS]);
      if (office.deaths.length === 0) break;
      for (const where of office.deaths) died.add(where);
    }
    for (const where of ["before orderPayouts", "after orderPayouts"]) expect(died).toContain(where);
  });
});
