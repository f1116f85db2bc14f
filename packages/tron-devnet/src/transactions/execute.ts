import { SLOT_MS } from "../chain/parameters.ts";
import type { Machine } from "../evm/machine.ts";
import { kindOf } from "../kinds/index.ts";
import type { BlockContext, Kind, Outcome } from "../kinds/kind.ts";
import { payBandwidth, payExtras } from "../resources/bandwidth.ts";
import { property } from "../state/account.ts";
import { type Change, createLayer, type StateReader } from "../state/state.ts";
import type { TransactionRow } from "../store/store.ts";
import { type JsonObject, writeJson } from "../text/json.ts";
import { MAX_SIGNATURES, PermissionError, permissionOf, SignatureFormatError, weigh } from "./permissions.ts";
import { badSignature } from "./refusal.ts";
import { showTransaction, type Transaction, transactionBytes } from "./transaction.ts";

export interface Executed {
  readonly changes: Iterable<Change>;
  readonly row: TransactionRow;
}

/** Times and slots as java-tron's contracts see them: those of the block before. */
export const timeOf = (state: StateReader) => {
  const now = property(state, "latestTime");
  return { now, slot: (now - property(state, "genesisTime")) / SLOT_MS };
};

/** Manager.processTransaction of java-tron, after its checks of time and place. @throws Refusal, NotModelled */
export async function execute(
  under: StateReader,
  transaction: Transaction,
  block: BlockContext,
  machine: Machine,
): Promise<Executed> {
  requireSignatures(under, transaction);
  const kind: Kind = kindOf(transaction.type);
  const state = createLayer(under);
  const { now, slot } = timeOf(under);
  const net = payBandwidth(state, transaction, slot, now);
  const extras = payExtras(state, transaction);
  const outcome = await kind({ state, transaction, block, machine, now, slot });
  const fee = net.fee + extras + outcome.fee;
  return { changes: state.changes(), row: rowOf(transaction, block, outcome, { ...net, total: fee }) };
}

function requireSignatures(state: StateReader, transaction: Transaction): void {
  if (transaction.signatures.length === 0) throw badSignature("miss sig or contract");
  if (transaction.signatures.length > MAX_SIGNATURES) throw badSignature("too many signatures");
  try {
    const permission = permissionOf(state, transaction);
    if (weigh(permission, transaction).weight < permission.threshold) throw badSignature("sig error");
  } catch (error) {
    if (error instanceof PermissionError || error instanceof SignatureFormatError) throw badSignature(error.message);
    throw error;
  }
}

function rowOf(
  transaction: Transaction,
  block: BlockContext,
  outcome: Outcome,
  net: { readonly usage: bigint; readonly fee: bigint; readonly total: bigint },
): TransactionRow {
  const { contractResult = [""], ...more } = outcome.info ?? {};
  const logs = outcome.logs ?? [];
  const info: JsonObject = {
    id: transaction.id,
    ...(net.total > 0n ? { fee: net.total } : {}),
    blockNumber: block.number,
    blockTimeStamp: block.timestamp,
    contractResult,
    ...more,
    receipt: {
      ...outcome.receipt,
      ...(net.usage > 0n ? { net_usage: net.usage } : {}),
      ...(net.fee > 0n ? { net_fee: net.fee } : {}),
    },
    ...(logs.length > 0
      ? {
          log: logs.map(({ address, topics, data }) => ({ address: address.slice(2), topics, ...(data === "" ? {} : { data }) })),
        }
      : {}),
  };
  return {
    id: transaction.id,
    shown: writeJson(showTransaction(transaction, outcome.contractRet)),
    info: writeJson(info),
    bytes: transactionBytes(transaction),
    logs: logs.map(({ address, topics, data }) => ({ contract: address, topics: topics.join(","), data })),
  };
}
