import { blockReference } from "../../chain/block.ts";
import { signatureOf } from "../../events/decode-event.ts";
import type { Ran } from "../../evm/machine.ts";
import { contractAddress } from "../../kinds/contract.ts";
import { messages, nested, text } from "../../protobuf/message.ts";
import { newAccount } from "../../state/account.ts";
import { createLayer } from "../../state/state.ts";
import type { Contract } from "../../state/tables.ts";
import type { Address } from "../../text/address.ts";
import { fromHex, isHex, toHex, utf8ToHex } from "../../text/bytes.ts";
import type { JsonObject } from "../../text/json.ts";
import { selectorOf } from "../../text/selector.ts";
import { timeOf } from "../../transactions/execute.ts";
import { readTransaction, showTransaction } from "../../transactions/transaction.ts";
import { addressOf, int64Of, RequestError, textOf } from "../input.ts";
import type { Handler, Routes, View } from "../route.ts";

/** Energy that a call which changes nothing may take: maxEnergyLimitForConstant of java-tron. */
const CONSTANT_ENERGY = 100_000_000n;
const VALID_MS = 60_000;

interface Asked {
  readonly owner: Address;
  /** Undefined: the data makes a contract. */
  readonly contract: Address | undefined;
  readonly data: string;
  readonly value: bigint;
}

const optional = (input: JsonObject, name: string): string => (input[name] === undefined ? "" : textOf(input, name));

function readCall(input: JsonObject): Asked {
  const owner = addressOf(input, "owner_address");
  if (owner === undefined) throw new RequestError("class java.lang.IllegalArgumentException : owner_address isn't set.");
  const selector = optional(input, "function_selector");
  const given = selector === "" ? optional(input, "data") : selectorOf(selector) + optional(input, "parameter");
  const data = given.replace(/^0x/, "").toLowerCase();
  if (!isHex(data)) throw new RequestError("class java.lang.IllegalArgumentException : data is no hex");
  if (int64Of(input, "call_token_value") !== 0n || int64Of(input, "token_id") !== 0n)
    throw new RequestError("this devnet does not model TRC-10 tokens");
  return { owner, contract: addressOf(input, "contract_address"), data, value: int64Of(input, "call_value") };
}

/** Runs a call on a copy of what the node shows, and forgets what it changed. */
async function runConstant(asked: Asked, view: View, energyLimit: bigint): Promise<Ran> {
  const { state: under, newest, chain } = view;
  return chain.alone(() => {
    const state = createLayer(under);
    const { now } = timeOf(under);
    const rootId = "00".repeat(32);
    const contract = asked.contract ?? contractAddress(rootId, asked.owner);
    if (asked.contract === undefined) state.set("account", contract, newAccount(contract, now, "Contract"));
    // Whoever only asks may ask in anybody's name, also in that of nobody.
    if (!state.get("account", asked.owner)) state.set("account", asked.owner, newAccount(asked.owner, now));
    return view.machine.run({
      state,
      now,
      block: { number: newest.number, timestamp: BigInt(newest.timestamp), witness: newest.witness || asked.owner },
      caller: asked.owner,
      contract,
      ...(asked.contract === undefined ? { initCode: fromHex(asked.data) } : {}),
      data: asked.contract === undefined ? new Uint8Array() : fromHex(asked.data),
      value: asked.value,
      energyLimit,
      rootId,
    });
  });
}

const refusal = (message: string, code = "CONTRACT_VALIDATE_ERROR"): JsonObject => ({
  result: { code, message: utf8ToHex(message) },
});
const NO_CONTRACT = refusal("Contract validate error : Smart contract is not exist.");

const constantCall: Handler = async (input, view) => {
  const asked = readCall(input);
  if (asked.contract !== undefined && !view.state.get("contract", asked.contract)) return NO_CONTRACT;
  const balance = view.state.get("account", asked.owner)?.balance ?? 0n;
  if (asked.value > balance)
    return refusal("Contract validate error : Validate InternalTransfer error, balance is not sufficient.");
  const ran = await runConstant(asked, view, CONSTANT_ENERGY);
  const isDone = ran.result === "SUCCESS";
  const { transaction } = unsignedCall(asked, view, 0n, 0);
  return {
    result: { result: true, ...(isDone ? {} : { message: utf8ToHex(ran.message) }) },
    energy_used: ran.energyUsed,
    constant_result: [toHex(ran.returned)],
    ...(ran.logs.length === 0
      ? {}
      : { logs: ran.logs.map(({ address, topics, data }) => ({ address: address.slice(2), topics, data })) }),
    transaction: { ...transaction, ret: [isDone ? {} : { ret: "FAILED" }] },
  };
};

/** The smallest limit that a call gets by with (Wallet.estimateEnergy of java-tron). */
const estimate: Handler = async (input, view) => {
  const asked = readCall(input);
  if (asked.contract !== undefined && !view.state.get("contract", asked.contract)) return NO_CONTRACT;
  const whole = await runConstant(asked, view, CONSTANT_ENERGY);
  if (whole.result !== "SUCCESS") return { ...refusal(whole.message, "CONTRACT_EXE_ERROR"), energy_required: 0 };
  let [low, high] = [whole.energyUsed - 1n, CONSTANT_ENERGY];
  const isEnough = async (limit: bigint): Promise<boolean> => (await runConstant(asked, view, limit)).result === "SUCCESS";
  if (await isEnough(whole.energyUsed)) high = whole.energyUsed;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (await isEnough(middle)) high = middle;
    else low = middle;
  }
  return { result: { result: true }, energy_required: high };
};

function unsignedCall(asked: Asked, { newest, chain }: View, feeLimit: bigint, permissionId: number) {
  const contract = asked.contract ?? "";
  const value = {
    owner_address: asked.owner,
    ...(contract === "" ? {} : { contract_address: contract }),
    ...(asked.data === "" ? {} : { data: asked.data }),
    ...(asked.value === 0n ? {} : { call_value: asked.value }),
  };
  const reference = blockReference(newest);
  const raw = {
    contract: [
      {
        parameter: { value, type_url: "type.googleapis.com/protocol.TriggerSmartContract" },
        type: "TriggerSmartContract",
        ...(permissionId === 0 ? {} : { Permission_id: permissionId }),
      },
    ],
    ref_block_bytes: reference.bytes,
    ref_block_hash: reference.hash,
    expiration: newest.timestamp + VALID_MS,
    timestamp: Math.floor(chain.now()),
    ...(feeLimit === 0n ? {} : { fee_limit: feeLimit }),
  };
  const { ret: _ret, signature: _signature, ...transaction } = showTransaction(readTransaction({ raw_data: raw }), "");
  return { transaction: { visible: false, ...transaction } };
}

function isConstant(contract: Contract, data: string): boolean {
  const entries = messages(nested(contract.message, "abi") ?? {}, "entrys");
  const called = entries.find(
    (entry) => text(entry, "type") === "Function" && selectorOf(signatureOf(entry)) === data.slice(0, 8),
  );
  return called !== undefined && ["View", "Pure"].includes(text(called, "stateMutability"));
}
const contractOf = (input: JsonObject, { state }: View) => state.get("contract", addressOf(input, "value") ?? "");
const showContract = (contract: Contract): JsonObject => ({ ...contract.message, code_hash: contract.codeHash });

export const contractRoutes: Routes = {
  triggerconstantcontract: constantCall,
  estimateenergy: estimate,
  async triggersmartcontract(input, view) {
    const asked = readCall(input);
    const contract = view.state.get("contract", asked.contract ?? "");
    if (!contract) return NO_CONTRACT;
    if (isConstant(contract, asked.data)) return constantCall(input, view);
    const permissionId = Number(int64Of(input, "Permission_id"));
    return { result: { result: true }, ...unsignedCall(asked, view, int64Of(input, "fee_limit"), permissionId) };
  },
  getcontract(input, view) {
    const contract = contractOf(input, view);
    return contract ? showContract(contract) : {};
  },
  getcontractinfo(input, view) {
    const contract = contractOf(input, view);
    if (!contract) return {};
    const code = view.state.get("code", contract.codeHash) ?? new Uint8Array();
    return { smart_contract: showContract(contract), runtimecode: toHex(code), contract_state: {} };
  },
};
