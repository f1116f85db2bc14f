import { silentLog } from "@lucid/foundation/testing";
import { describe, expect, it } from "vitest";
import { mainParameters } from "../genesis.ts";
import { transactionKinds } from "../kinds/index.ts";
import { sessionRegister } from "../kinds/session-register.ts";
import { createApplyTransaction } from "../state/apply-transaction.ts";
import { createOverlay } from "../state/chain-state.ts";
import { createOutboxStore } from "../store/outbox-store.ts";
import { createTestDisk, createTestKeys, emptyState, testAnchor } from "../testing/index.ts";
import type { CheckedTransaction } from "./check-transaction.ts";
import { createOutbox } from "./outbox.ts";
import { createChainFormat } from "./transaction-format.ts";

const networkId = "0".repeat(64);
const keys = createTestKeys("node");
const stranger = "f".repeat(64);
const format = createChainFormat(transactionKinds);
const apply = createApplyTransaction(transactionKinds, mainParameters);

function start(stageOf: (id: string) => "waiting" | "included" | "final" = () => "waiting") {
  const store = createOutboxStore(createTestDisk().db);
  const open = () =>
    createOutbox({ store, keys, networkId, format, apply, log: silentLog, stageOf }, { lifetime: 60 }, emptyState);
  return { store, open };
}

function sent(outcome: CheckedTransaction | string): CheckedTransaction {
  if (typeof outcome === "string") throw new Error(outcome);
  return outcome;
}

describe("the outbox", () => {
  it("numbers what is sent and knows what the chain will hold", () => {
    const outbox = start().open();
    const ids = [1, 2].map((number) => sent(outbox.send("session_anchor", testAnchor(number), 0)));
    expect(ids.map(({ signed }) => signed.transaction.sequence)).toEqual([0, 1]);
    expect(outbox.expected.get(sessionRegister, testAnchor(2).session_id)).toMatchObject({
      anchored: true,
      sender: keys.publicKey,
    });
    expect(outbox.send("session_anchor", testAnchor(2, { chunk_count: 11 }), 0)).toBe("already_anchored");
    expect(outbox.size).toBe(2);
  });

  it("signs nothing it could not send", () => {
    const outbox = start().open();
    const heads = Array.from({ length: 501 }, (_, index) => ({
      session_id: testAnchor(index).session_id,
      size: 1,
      root: networkId,
    }));
    expect(outbox.send("node_checkpoint", { heads }, 0)).toBe("malformed");
    expect(outbox.size).toBe(0);
  });

  it("signs what expired anew, in the same order and with the same numbers", () => {
    const { store, open } = start();
    const before = open();
    const old = [1, 2].map((number) => sent(before.send("session_anchor", testAnchor(number), 0)));
    const outbox = open();
    const { withdrawn, pending } = outbox.rebase(emptyState, 61_000);
    expect(withdrawn).toEqual(old.map(({ id }) => id));
    expect(pending.map(({ signed }) => signed.transaction.sequence)).toEqual([0, 1]);
    expect(pending.map(({ signed }) => signed.transaction.expires_at)).toEqual([121, 121]);
    expect(old.map(({ id }) => store.successorOf(id))).toEqual(pending.map(({ id }) => id));
  });

  it("gives up what the chain has come to hold otherwise, and numbers the rest anew", () => {
    const { store, open } = start();
    const outbox = open();
    const [stolen, kept] = [1, 2].map((number) => sent(outbox.send("session_anchor", testAnchor(number), 0)));
    const state = createOverlay(emptyState);
    state.set(sessionRegister, testAnchor(1).session_id, { sender: stranger, size: 1, root: networkId, anchored: true });
    const { withdrawn, pending } = outbox.rebase(state, 1_000);
    expect(withdrawn).toEqual([stolen?.id, kept?.id]);
    expect(pending.map(({ signed }) => signed.transaction)).toMatchObject([{ sequence: 0, data: testAnchor(2) }]);
    expect(store.successorOf(stolen?.id ?? "")).toBeNull();
    expect(open().size).toBe(1);
  });

  it("leaves included entries alone until they are final, and then lets go of them", () => {
    let stage: "included" | "final" = "included";
    const { open } = start(() => stage);
    const outbox = open();
    sent(outbox.send("session_anchor", testAnchor(1), 0));
    const state = createOverlay(emptyState);
    state.setSequence(keys.publicKey, 1);
    state.set(sessionRegister, testAnchor(1).session_id, { sender: keys.publicKey, size: 10, root: networkId, anchored: true });
    expect(outbox.rebase(state, 99_000)).toEqual({ withdrawn: [], pending: [] });
    expect(outbox.size).toBe(1);
    stage = "final";
    expect(outbox.rebase(state, 99_000)).toEqual({ withdrawn: [], pending: [] });
    expect(outbox.size).toBe(0);
    expect(open().size).toBe(0);
  });
});
