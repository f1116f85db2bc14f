import { contract, invoiceErrors, type Session, type SessionOrder } from "@lucid/contract";
import { grantText, hashObject, recoverTronAddress, sha256Hex, utf8 } from "@lucid/proof";
import { implement, ORPCError } from "@orpc/server";
import { expect, it } from "vitest";
import { sampleSession } from "../../shared/testing/sample-session.ts";
import { createTestApi } from "../../shared/testing/test-api.ts";
import { testWallet } from "../wallet/testing/test-wallet.ts";
import { GrantRefused, startSession } from "./start-session.ts";

const text = "This is recorded.";
const base = sampleSession();
const prepared: Session = {
  ...base,
  state: "created",
  consent_text: text,
  consent_hash: sha256Hex(utf8(text)),
  policy_hash: hashObject(base.policy),
};
const terms = {
  session_id: prepared.session_id,
  network: "a".repeat(64),
  node: "b".repeat(64),
  policy_hash: prepared.policy_hash,
  consent_hash: prepared.consent_hash,
  ends_at_ms: 1_800_000_000_000,
};

function nodeThatAsksFor(asked: typeof terms, asText = grantText(asked)) {
  const seen: { signature?: string; cancelled?: boolean } = {};
  const os = implement(contract);
  const { client } = createTestApi({
    sessions: {
      create: os.sessions.create.handler(() => prepared),
      grant: os.sessions.grant.handler(() => ({ text: asText, terms: asked, owner: testWallet.address })),
      start: os.sessions.start.handler(({ input }) => {
        seen.signature = input.grant_signature;
        return { ...prepared, state: "recording" };
      }),
      cancel: os.sessions.cancel.handler(() => {
        seen.cancelled = true;
        return { ...prepared, state: "cancelled" };
      }),
    },
  });
  const start = () => startSession(client, { name: "Test", consent: { text, accepted: true } }, testWallet, () => undefined);
  return { seen, start };
}

it("signs the grant of what was agreed to", async () => {
  const { seen, start } = nodeThatAsksFor(terms);
  expect((await start()).state).toBe("recording");
  expect(recoverTronAddress(grantText(terms), seen.signature ?? "")).toBe(testWallet.address);
});

it.each([
  ["another policy", nodeThatAsksFor({ ...terms, policy_hash: "c".repeat(64) })],
  ["another consent text", nodeThatAsksFor({ ...terms, consent_hash: "c".repeat(64) })],
  ["another session", nodeThatAsksFor({ ...terms, session_id: crypto.randomUUID() as typeof terms.session_id })],
  ["other words than the terms", nodeThatAsksFor(terms, "Send all money")],
])("signs nothing for %s, and gives the session up", async (_what, { seen, start }) => {
  await expect(start()).rejects.toThrow(GrantRefused);
  expect(seen).toEqual({ cancelled: true });
});

it("orders what has to be paid first with the same signature, and keeps it prepared", async () => {
  const os = implement(contract);
  const seen: { signature?: string; cancelled?: boolean } = {};
  const { client } = createTestApi({
    sessions: {
      create: os.sessions.create.handler(() => prepared),
      grant: os.sessions.grant.handler(() => ({ text: grantText(terms), terms, owner: testWallet.address })),
      start: os.sessions.start.handler(() => {
        throw new ORPCError(invoiceErrors.spec.SESSION_UNPAID.code, { status: 402 });
      }),
      cancel: os.sessions.cancel.handler(() => {
        seen.cancelled = true;
        return prepared;
      }),
    },
    sales: {
      order: os.sales.order.handler(({ input }) => {
        seen.signature = input.grant_signature;
        const { session_id, user_id, created_at: ordered_at } = prepared;
        return {
          ...{ session_id, user_id, ordered_at, state: "waiting", title: "Session", price: "1" },
          ...{ invoice_id: null, reason: null, unused: false },
        } satisfies SessionOrder;
      }),
    },
  });
  const wanted = { name: "Test", consent: { text, accepted: true } };
  expect((await startSession(client, wanted, testWallet, () => undefined)).state).toBe("created");
  expect(recoverTronAddress(grantText(terms), seen.signature ?? "")).toBe(testWallet.address);
  expect(seen.cancelled).toBeUndefined();
});
