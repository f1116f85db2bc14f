import { canonicalJson } from "@lucid/proof";
import type { Engine } from "../engine/create-engine.ts";
import { sessionRegister } from "../kinds/session-register.ts";
import type { TransactionContent } from "../kinds/transaction-kind.ts";
import type { ChainTransport } from "../ports.types.ts";
import type { ReadContext } from "../readers/read-context.ts";
import { statusOf } from "../readers/transactions.ts";
import { parseSigned } from "../store/block-store.ts";
import type { CheckedTransaction } from "../transactions/check-transaction.ts";
import type { ChainFormat } from "../transactions/transaction-format.ts";
import type { ChainSubmit, SubmitOutcome } from "./submit.types.ts";

export interface SubmitParts {
  readonly context: ReadContext;
  readonly format: Pick<ChainFormat, "signedTransaction">;
  readonly engine: Pick<Engine, "updateGauges">;
  readonly transport: Pick<ChainTransport, "sendTransaction"> | undefined;
}

/** `Data` and `Reason` are those of the chain's kinds: nothing else can be asked for, and nothing else refuses. */
export function createSubmit<Data extends Readonly<Record<string, TransactionContent>>, Reason extends string>(
  parts: SubmitParts,
): ChainSubmit<Data, Reason> {
  const { context, format, engine, transport } = parts;
  const { clock, store, ledger, mempool, outbox, publicKey } = context;
  const accepted = (id: string): SubmitOutcome<Reason> => ({ kind: "accepted", id });
  const refused = (reason: string): SubmitOutcome<Reason> => ({ kind: "refused", reason: reason as Reason });

  function offer(transaction: CheckedTransaction, own: boolean): SubmitOutcome<Reason> {
    const isNew = mempool.get(transaction.id) === undefined;
    const { state } = ledger.branchOf(ledger.head);
    const reason = mempool.add(transaction, state, clock.now() / 1000, own);
    if (reason !== undefined) return refused(reason);
    if (isNew) transport?.sendTransaction(transaction.signed);
    engine.updateGauges();
    return accepted(transaction.id);
  }

  /** The id of a statement that can be made once and that this node has made in exactly these words. */
  function madeBefore(type: string, data: TransactionContent): string | undefined {
    const id = store.indexes.find(type, data);
    const placed = id === undefined ? undefined : store.blocks.placed(id);
    if (placed?.sender !== publicKey) return undefined;
    return canonicalJson(parseSigned(placed.content).transaction.data) === canonicalJson(data) ? placed.id : undefined;
  }

  return {
    own(type, data) {
      const made = madeBefore(type, data);
      if (made !== undefined) return accepted(made);
      const sent = outbox.send(type, data, clock.now());
      if (typeof sent === "string") return refused(sent);
      return store.blocks.placed(sent.id) === undefined ? offer(sent, true) : accepted(sent.id);
    },
    signed(value) {
      const parsed = format.signedTransaction.safeParse(value);
      if (!parsed.success) return refused("malformed");
      const check = mempool.check(parsed.data);
      return check.ok ? offer(check.transaction, false) : refused(check.reason);
    },
    status: (id) => statusOf(context, id),
    expectedSession(sessionId) {
      const session = outbox.expected.get(sessionRegister, sessionId);
      if (session === undefined) return undefined;
      const { size, root, anchored, sender } = session;
      return { size, root, anchored, own: sender === publicKey };
    },
  };
}
