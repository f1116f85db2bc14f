import { InvoiceId, payoutErrors, sessionErrors, tronErrors, type UserId } from "@lucid/contract";
import { describe, expect, it, vi } from "vitest";
import { testCaller } from "../sessions/testing/test-caller.ts";
import { buyer, clerk, comeTo, one, openShop, operator, type Shop, three, two } from "./testing/open-shop.ts";

describe("what was paid for a session that did not start", () => {
  /** Paid, its session given up, and its invoice. */
  async function unused(shop: Shop, session = one): Promise<InvoiceId> {
    await shop.order(session);
    shop.desk.refuse(() => {
      shop.desk.fates.set(session, "nothing");
      return new Error("the desktop did not come up");
    });
    await comeTo(shop, session, "paid", "paid");
    await vi.waitFor(() => expect(shop.book.ofSession(session)?.grant_signature).toBeNull());
    shop.desk.refuse(undefined);
    return InvoiceId.parse(shop.book.ofSession(session)?.invoice_id);
  }
  const as = (userId: UserId) => testCaller(userId, userId === clerk ? ["manage_payouts", "view_all_payouts"] : []);

  it("is told to who paid and to who may send it back, once, and shown to nobody else", async () => {
    await using shop = await openShop();
    const invoice_id = await unused(shop);
    await vi.waitFor(() => expect(shop.told.size).toBe(2));
    const data = { invoice_id, state: "paid", network: "devnet", price: "2500000", title: "Session" };
    expect([...shop.told.values()]).toEqual([
      { kind: "session.unstarted", to: { account: buyer }, link: `/wallet/invoices/${invoice_id}`, sessionId: one, data },
      {
        ...{ kind: "payment.unused", to: { permission: "manage_payouts", except: buyer }, who: buyer },
        ...{ link: `/admin/invoices/${invoice_id}`, data },
      },
    ]);
    const seen = async (userId: UserId) => (await shop.service().ofInvoice({ invoice_id }, as(userId))).order;
    expect(await seen(buyer)).toMatchObject({ session_id: one, state: "paid", unused: true });
    expect(await seen(clerk)).toMatchObject({ unused: true });
    await expect(seen(operator)).rejects.toThrow("No such invoice");
    // One that is for no session.
    const other = InvoiceId.parse(crypto.randomUUID());
    const ofOther = async (userId: UserId) => (await shop.service().ofInvoice({ invoice_id: other }, as(userId))).order;
    expect(await ofOther(operator)).toBeNull();
    expect(await ofOther(clerk)).toBeNull();
    await expect(ofOther(buyer)).rejects.toThrow("No such invoice");
    await expect(async () => shop.service().askBack({ invoice_id }, as(clerk))).rejects.toThrow("No such invoice");
    await expect(async () => shop.service().keep({ invoice_id }, as(operator))).rejects.toThrow("No such invoice");
    expect(await shop.service().askBack({ invoice_id }, as(buyer))).toMatchObject({ state: "asked", unused: false });
    await vi.waitFor(() =>
      expect([...shop.told.keys()].at(-1)).toBe(`payment.unused asked ${shop.book.ofInvoice(invoice_id)?.order_id} ${one}`),
    );
    await expect(async () => shop.service().askBack({ invoice_id }, as(buyer))).rejects.toThrow("paid for the session");
    expect(shop.told.size).toBe(3);
  });

  it("starts no session while it is asked for, and the next one once it is left", async () => {
    await using shop = await openShop();
    const invoice_id = await unused(shop);
    await expect(async () => shop.service().keep({ invoice_id }, as(buyer))).rejects.toThrow("paid for the session");
    await shop.service().askBack({ invoice_id }, as(buyer));
    expect(await shop.order(two)).toMatchObject({ state: "waiting" });
    expect(shop.till.byKey.size).toBe(2);
    expect(await shop.service().keep({ invoice_id }, as(clerk))).toMatchObject({ state: "paid", unused: true });
    expect(await shop.order(three)).toMatchObject({ state: "paid", invoice_id });
    await vi.waitFor(() => expect(shop.state(three)).toBe("used"));
    await expect(async () => shop.service().askBack({ invoice_id }, as(buyer))).rejects.toThrow("paid for the session");
    await expect(async () => shop.service().giveBack({ invoice_id }, as(clerk))).rejects.toThrow("paid for the session");
    expect(shop.till.back.size).toBe(0);
  });

  it("is not asked for while it waits, starts or is recorded, and can be while its session waits for its owner", async () => {
    await using shop = await openShop();
    await shop.order(one);
    const invoice_id = InvoiceId.parse(shop.book.ofSession(one)?.invoice_id);
    const ask = async () => shop.service().askBack({ invoice_id }, as(buyer));
    await expect(ask()).rejects.toThrow("paid for the session");
    shop.desk.refuse(() => sessionErrors.GRANT_INVALID());
    await comeTo(shop, one, "paid", "paid");
    await vi.waitFor(() => expect(shop.book.ofSession(one)?.grant_signature).toBeNull());
    for (const fate of ["starting", "recorded"] as const) {
      shop.desk.fates.set(one, fate);
      await expect(ask()).rejects.toThrow("paid for the session");
    }
    shop.desk.fates.set(one, "pending");
    expect(await ask()).toMatchObject({ state: "asked" });
    expect(() => shop.book.requirePaid(one)).toThrow("paid for before it starts");
  });

  it("goes back by somebody else's decision alone, whole, and nothing starts by it again", async () => {
    await using shop = await openShop();
    const invoice_id = await unused(shop);
    const give = async (userId: UserId) => shop.service().giveBack({ invoice_id }, as(userId));
    await expect(give(buyer)).rejects.toThrow("another person");
    const [first, again] = await Promise.all([give(clerk), give(operator)]);
    expect([first, again]).toMatchObject([{ state: "returned", reason: null }, { state: "returned" }]);
    expect(await give(clerk)).toMatchObject({ state: "returned" });
    expect([...shop.till.back.values()]).toEqual([0, 1]);
    expect(shop.book.ofInvoice(invoice_id)).toMatchObject({ returned_by: clerk, state: "returned" });
    // What payments say of its invoice moves it no more.
    shop.till.step(invoice_id, "paid");
    shop.hear();
    await vi.waitFor(() => expect(shop.book.readUntil()).toBe(4));
    expect(shop.book.ofInvoice(invoice_id)?.state).toBe("returned");
    expect(await shop.order(two)).toMatchObject({ state: "waiting" });
  });

  it("says what refuses to send a transfer back, sends the others, and asks for that one no more by itself", async () => {
    await using shop = await openShop();
    const invoice_id = await unused(shop);
    shop.till.refuse((place) => (place === 0 ? payoutErrors.PAYOUT_IMPOSSIBLE({ obstacle: "cost" }) : undefined));
    await expect(async () => shop.service().giveBack({ invoice_id }, as(clerk))).rejects.toThrow("as things are");
    const { code } = payoutErrors.spec.PAYOUT_IMPOSSIBLE;
    expect(shop.book.ofInvoice(invoice_id)).toMatchObject({ state: "returned", reason: code });
    shop.till.refuse(undefined);
    shop.hear();
    expect(await shop.service().giveBack({ invoice_id }, as(clerk))).toMatchObject({ state: "returned", reason: code });
    expect([...shop.till.back.values()]).toEqual([1]);
  });

  it("is sent back later where payments are away, and by nobody's call", async () => {
    await using shop = await openShop();
    const invoice_id = await unused(shop);
    shop.till.refuse(() => tronErrors.PAYMENTS_AWAY());
    await expect(async () => shop.service().giveBack({ invoice_id }, as(clerk))).rejects.toThrow(
      tronErrors.PAYMENTS_AWAY().message,
    );
    expect(shop.book.ofInvoice(invoice_id)?.state).toBe("returning");
    shop.till.refuse(undefined);
    shop.hear();
    await vi.waitFor(() => expect(shop.book.ofInvoice(invoice_id)?.state).toBe("returned"));
    expect([...shop.till.back.values()]).toEqual([0, 1]);
  });

  it("is sent back once and told once, wherever its node dies", async () => {
    const died = new Set<string>();
    for (let place = 1; ; place += 1) {
      await using shop = await openShop();
      const invoice_id = await unused(shop);
      await vi.waitFor(() => expect(shop.told.size).toBe(2));
      await shop.service().askBack({ invoice_id }, as(buyer));
      shop.dieAt(place);
      void Promise.resolve(shop.service().giveBack({ invoice_id }, as(clerk))).catch(() => undefined);
      await vi.waitFor(() => expect(shop.isDead() || shop.book.ofInvoice(invoice_id)?.state === "returned").toBe(true));
      if (shop.isDead()) {
        await shop.openAgain();
        shop.hear();
      }
      await vi.waitFor(() => expect(shop.book.ofInvoice(invoice_id)?.state).toBe("returned"));
      shop.hear();
      await vi.waitFor(() => expect(shop.told.size).toBe(3));
      expect([...shop.till.back.values()]).toEqual([0, 1]);
      expect(shop.desk.starts).toEqual([]);
      if (shop.deaths.length === 0) break;
      for (const where of shop.deaths) died.add(where);
    }
    for (const name of ["returnInvoice", "refundReceipt"])
      for (const where of ["before", "after"]) expect(died).toContain(`${where} ${name}`);
  });
});
