import { MessageError, NotModelled } from "../../protobuf/message.ts";
import { fromHex, isHex, utf8ToHex } from "../../text/bytes.ts";
import { type JsonObject, writeJson } from "../../text/json.ts";
import { PermissionError, permissionOf, recoverSigner, SignatureFormatError, weigh } from "../../transactions/permissions.ts";
import { Refusal } from "../../transactions/refusal.ts";
import { readTransaction, readTransactionBytes, showTransaction, type Transaction } from "../../transactions/transaction.ts";
import { isTrue, textOf } from "../input.ts";
import type { Handler, Routes, View } from "../route.ts";
import { showPermission, withoutDefaults } from "./accounts.ts";

async function broadcast(transaction: Transaction, { chain }: View, isVisible: boolean): Promise<JsonObject> {
  try {
    await chain.broadcast(transaction);
    return { result: true, txid: transaction.id };
  } catch (error) {
    const { code, message } = refusalOf(error);
    return { code, txid: transaction.id, message: isVisible ? message : utf8ToHex(message) };
  }
}

function refusalOf(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof Refusal) return error;
  if (error instanceof NotModelled) return { code: "OTHER_ERROR", message: `Other error : ${error.message}` };
  throw error;
}

const unsigned = (transaction: Transaction): JsonObject => {
  const { ret: _ret, ...shown } = showTransaction(transaction, "");
  return transaction.signatures.length === 0 ? { ...shown, signature: undefined } : shown;
};
const extension = (transaction: Transaction): JsonObject => ({
  result: { result: true },
  txid: transaction.id,
  transaction: unsigned(transaction),
});

/** Wallet.getTransactionSignWeight of java-tron. */
const signWeight: Handler = (input, { state }) => {
  const transaction = readTransaction(input);
  const answer = (result: JsonObject, more: JsonObject = {}): JsonObject => ({
    ...more,
    result,
    transaction: extension(transaction),
  });
  if (!state.get("account", transaction.owner)) return answer({ code: "PERMISSION_ERROR", message: "Account does not exist!" });
  try {
    const permission = permissionOf(state, transaction);
    const approval = transaction.signatures.length > 0 ? weigh(permission, transaction) : { weight: 0n, signers: [] };
    const isEnough = approval.weight >= permission.threshold;
    return answer(isEnough ? {} : { code: "NOT_ENOUGH_PERMISSION" }, {
      permission: showPermission(permission),
      ...withoutDefaults({ approved_list: approval.signers, current_weight: approval.weight }),
    });
  } catch (error) {
    if (error instanceof PermissionError) return answer({ code: "PERMISSION_ERROR", message: error.message });
    if (error instanceof SignatureFormatError) return answer({ code: "SIGNATURE_FORMAT_ERROR", message: error.message });
    throw error;
  }
};

/** Wallet.getTransactionApprovedList of java-tron. */
const approvedList: Handler = (input, { state }) => {
  const transaction = readTransaction(input);
  const answer = (result: JsonObject, more: JsonObject = {}): JsonObject => ({
    ...more,
    result,
    transaction: extension(transaction),
  });
  if (!state.get("account", transaction.owner)) return answer({ code: "OTHER_ERROR", message: "Account does not exist!" });
  try {
    const signers = transaction.signatures.map((signature) => recoverSigner(fromHex(transaction.id), signature));
    return answer({}, withoutDefaults({ approved_list: signers }));
  } catch (error) {
    if (error instanceof SignatureFormatError) return answer({ code: "SIGNATURE_FORMAT_ERROR", message: error.message });
    throw error;
  }
};

export const broadcastRoutes: Routes = {
  broadcasttransaction: (input, view) => broadcast(readTransaction(input), view, isTrue(input["visible"])),
  async broadcasthex(input, view) {
    const hex = textOf(input, "transaction").toLowerCase();
    if (!isHex(hex)) throw new MessageError("the transaction is no hex");
    const transaction = readTransactionBytes(fromHex(hex));
    const answer = await broadcast(transaction, view, isTrue(input["visible"]));
    return { result: false, ...answer, transaction: writeJson(unsigned(transaction)) };
  },
  getsignweight: signWeight,
  getapprovedlist: approvedList,
};
