import { InvoiceId, invoiceErrors, policyErrors, sessionErrors, tronErrors } from "@lucid/contract";
import { describe, expect, it, vi } from "vitest";
import { ADDRESS, buyer, comeTo, one, openShop, operator, signedFor, three, two } from "./testing/open-shop.ts";

describe("a session that costs something", () => {
  it("starts by itself once its invoice is paid, and once, with a share for who operates the node", async () => {
    await using shop = await openShop();
    expect(await shop.price()).toEqual({ price: { name: "Session", price: "2500000" } });
    expect(() => shop.book.requirePaid(one)).toThrow("paid for before it starts");
    const order = await shop.order(one);
    expect(order).toMatchObject({ state: "waiting", price: "2500000", title: "Session", reason: null });
    expect(await shop.order(one)).toEqual(order);
    const [[key, invoice] = expect.fail("no invoice")] = [...shop.till.byKey];
    expect(shop.till.byKey.size).toBe(1);
    expect(invoice.order).toEqual({
      ...{ actor: buyer, own: true, title: "Session", price: "2500000", payee: operator, idempotency_key: key },
      payer: { user_id: buyer, address: ADDRESS },
    });
    expect(key).toMatch(/^[\w-]{16,64}$/);
    expect(() => shop.book.requirePaid(one)).toThrow("paid for before it starts");
    expect(shop.desk.starts).toEqual([]);

    await comeTo(shop, one, "paid", "used");
    shop.hear();
    expect(shop.desk.starts).toEqual([one]);
    expect(shop.records).toEqual(["sales.session_started ok"]);
    expect(() => shop.book.requirePaid(one)).toThrow("paid for before it starts");
  });

  it("does not start when the time of its invoice is over, and can be ordered anew; what is paid late starts it, and nobody is to pay twice", async () => {
    await using shop = await openShop();
    const first = await shop.order(one);
    await comeTo(shop, one, "expired", "lapsed");
    expect(shop.desk.starts).toEqual([]);
    const second = await shop.order(one);
    expect(second).toMatchObject({ state: "waiting" });
    expect(second.invoice_id).not.toBe(first.invoice_id);

    shop.till.step(InvoiceId.parse(first.invoice_id), "paid");
    shop.hear();
    await vi.waitFor(() => expect(shop.desk.starts).toEqual([one]));
    await vi.waitFor(() => expect([...shop.till.byKey.values()].map(({ state }) => state)).toEqual(["paid", "cancelled"]));
    await vi.waitFor(() => expect(shop.state(one)).toBe("used"));
  });

  it("is given up as long as nothing came in, by its owner or with the session, and stays prepared", async () => {
    await using shop = await openShop();
    await expect(shop.cancel(one)).rejects.toThrow("No such invoice");
    await shop.order(one);
    expect(await shop.cancel(one)).toMatchObject({ state: "cancelled" });
    await expect(shop.cancel(one)).rejects.toThrow("as it is");
    expect(await shop.order(one)).toMatchObject({ state: "waiting" });
    shop.desk.fates.set(one, "nothing");
    shop.hear();
    await vi.waitFor(() => expect(shop.state(one)).toBe("cancelled"));
    expect(shop.desk.starts).toEqual([]);
  });

  it("that is paid is tried again while what keeps it from starting passes by itself, and else waits for its owner", async () => {
    await using shop = await openShop();
    await shop.order(one);
    shop.desk.refuse(() => sessionErrors.SESSION_LIMIT_REACHED({ limit: 1 }));
    await comeTo(shop, one, "paid", "paid");
    const { code } = sessionErrors.spec.SESSION_LIMIT_REACHED;
    await vi.waitFor(() => expect(shop.book.ofSession(one)).toMatchObject({ state: "paid", reason: code, ...signedFor }));
    // It comes to rest until it is time again.
    await shop.cancel(two).catch(() => undefined);
    expect(shop.desk.asked()).toBeLessThan(10);
    shop.desk.refuse(undefined);
    shop.ground.clock.advance(30_000);
    await vi.waitFor(() => expect(shop.state(one)).toBe("used"));

    await shop.order(two);
    shop.desk.refuse(() => sessionErrors.GRANT_INVALID());
    await comeTo(shop, two, "paid", "paid");
    await vi.waitFor(() =>
      expect(shop.book.ofSession(two)).toMatchObject({ reason: sessionErrors.spec.GRANT_INVALID.code, grant_signature: null }),
    );
    shop.hear();
    expect(() => shop.book.requirePaid(two)).not.toThrow();
    // By the owner's own call.
    shop.desk.refuse(undefined);
    shop.desk.start(two);
    shop.hear();
    await vi.waitFor(() => expect(shop.state(two)).toBe("used"));
    expect(shop.records).toContain(`sales.session_started ${sessionErrors.spec.GRANT_INVALID.code}`);
  });

  it("that its owner starts by hand in the same moment is left to that, and is used by it", async () => {
    await using shop = await openShop();
    await shop.order(one);
    shop.desk.fates.set(one, "starting");
    await comeTo(shop, one, "paid", "paid");
    shop.hear();
    // A look that came after what was heard: the other order has its invoice cancelled by it.
    await shop.order(two);
    shop.desk.fates.set(two, "nothing");
    shop.hear();
    await vi.waitFor(() => expect(shop.state(two)).toBe("cancelled"));
    expect(shop.desk.asked()).toBe(0);
    expect(shop.records).toEqual([]);
    shop.desk.fates.set(one, "recorded");
    shop.hear();
    await vi.waitFor(() => expect(shop.state(one)).toBe("used"));
  });

  it("and failed to start leaves what was paid to the next one, and to no other beside it", async () => {
    await using shop = await openShop();
    await shop.order(one);
    shop.desk.refuse(() => {
      shop.desk.fates.set(one, "nothing");
      return new Error("the desktop did not come up");
    });
    await comeTo(shop, one, "paid", "paid");
    await vi.waitFor(() => expect(shop.book.ofSession(one)?.grant_signature).toBeNull());
    shop.desk.refuse(undefined);
    expect(await shop.order(two)).toMatchObject({ state: "paid", session_id: two });
    await vi.waitFor(() => expect(shop.state(two)).toBe("used"));
    expect(shop.state(one)).toBeUndefined();
    expect(await shop.order(three)).toMatchObject({ state: "waiting" });
    expect(shop.till.byKey.size).toBe(2);
    expect(shop.desk.starts).toEqual([two]);
  });

  it("is asked for with no refused invoice left behind, and with what may have been made while payments went away", async () => {
    await using shop = await openShop();
    shop.till.setAway(true);
    await expect(shop.order(one)).rejects.toThrow(tronErrors.PAYMENTS_AWAY().message);
    expect(shop.book.ofSession(one)).toMatchObject({ state: "waiting", invoice_id: null });
    shop.till.setAway(false);
    shop.hear();
    await vi.waitFor(() => expect(shop.book.ofSession(one)?.invoice_id).not.toBeNull());
    const call = shop.till.call.bind(shop.till);
    vi.spyOn(shop.till, "call").mockImplementation((method, input) => {
      if (method === "createInvoice") throw invoiceErrors.TOO_MANY_OPEN({ limit: 5 });
      return call(method, input);
    });
    await expect(shop.order(two)).rejects.toThrow(invoiceErrors.TOO_MANY_OPEN({ limit: 5 }).message);
    expect(shop.book.ofSession(two)).toBeUndefined();
  });

  it("costs nothing any more where no price is named, and keeps who has ordered to the price of then", async () => {
    await using shop = await openShop();
    await shop.order(one);
    shop.live.session_price = "";
    expect(await shop.price()).toEqual({ price: null });
    expect(() => shop.book.requirePaid(two)).not.toThrow();
    await expect(shop.order(two)).rejects.toThrow("under this name");
    expect(await shop.order(one)).toMatchObject({ state: "waiting", price: "2500000" });
  });

  it("that policies refuse when it is paid waits for its owner, who starts it when they allow it", async () => {
    await using shop = await openShop();
    await shop.order(one);
    const decision = { effect: "deny", because: "rule", policy_id: null, policy_version: null, rule_id: null, request_id: null };
    shop.desk.refuse(() =>
      policyErrors.POLICY_DENIES({ action: "start_session", decision } as Parameters<typeof policyErrors.POLICY_DENIES>[0]),
    );
    await comeTo(shop, one, "paid", "paid");
    await vi.waitFor(() => expect(shop.book.ofSession(one)?.grant_signature).toBeNull());
    shop.desk.refuse(undefined);
    expect(await shop.order(one)).toMatchObject({ state: "paid", reason: null });
    await vi.waitFor(() => expect(shop.state(one)).toBe("used"));
  });

  it("is paid once and started once, wherever its node dies", async () => {
    const died = new Set<string>();
    for (let place = 1; ; place += 1) {
      await using shop = await openShop();
      const until = async (isThere: () => boolean): Promise<void> => {
        await vi.waitFor(() => expect(shop.isDead() || isThere()).toBe(true));
        if (!shop.isDead()) return;
        await shop.openAgain();
        shop.hear();
        await vi.waitFor(() => expect(isThere()).toBe(true));
      };
      shop.dieAt(place);
      // No answer is what a caller sees of a crash.
      void shop.order(one);
      await until(() => typeof shop.book.ofSession(one)?.invoice_id === "string");
      const [made = expect.fail("no invoice")] = [...shop.till.byKey.values()];
      shop.till.step(made.invoice_id, "paid");
      shop.hear();
      await until(() => shop.state(one) === "used");
      expect(shop.till.byKey.size).toBe(1);
      expect(shop.desk.starts).toEqual([one]);
      if (shop.deaths.length === 0) break;
      for (const where of shop.deaths) died.add(where);
    }
    const places = ["createInvoice", "invoiceSteps", "start"].flatMap((name) => [`after ${name}`, `before ${name}`]);
    expect([...died].toSorted()).toEqual(places.toSorted());
  });
});
