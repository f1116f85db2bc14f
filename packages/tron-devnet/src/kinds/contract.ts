import type { Ran } from "../evm/machine.ts";
import { int64, type Message, NotModelled, nested, text } from "../protobuf/message.ts";
import { originEnergy, ownEnergy, payEnergy, requireFeeLimit } from "../resources/energy.ts";
import { newAccount } from "../state/account.ts";
import type { Contract } from "../state/tables.ts";
import { type Address, isAddress, toBase58 } from "../text/address.ts";
import { concat, fromHex, keccak256, toHex, utf8ToHex } from "../text/bytes.ts";
import { invalid } from "../transactions/refusal.ts";
import { type Context, type Kind, type Outcome, success } from "./kind.ts";

const NAME_LENGTH = 32;

/** The address of a contract that a transaction makes: WalletUtil.generateContractAddress of java-tron. */
export const contractAddress = (transactionId: string, owner: Address): Address =>
  `41${toHex(keccak256(concat([fromHex(transactionId), fromHex(owner)])).subarray(12))}`;

/** @throws Refusal, NotModelled: TRC-10 tokens cannot be sent here. */
function requireValue(message: Message, value: bigint): void {
  if (value < 0n) throw invalid("callValue must be >= 0");
  if (int64(message, "call_token_value") !== 0n || int64(message, "token_id") !== 0n) throw new NotModelled("TRC-10 tokens");
}

/** @throws Refusal, as MUtil.transfer of java-tron. */
function requireBalance({ state }: Pick<Context, "state">, owner: Address, value: bigint): void {
  if (value > 0n && (state.get("account", owner)?.balance ?? 0n) < value)
    throw invalid("Validate InternalTransfer error, balance is not sufficient.");
}

function outcomeOf(context: Context, ran: Ran, contract: Contract | undefined, address: Address): Outcome {
  const { fee, receipt } = payEnergy(context.state, contract, context.transaction.owner, ran.energyUsed, context.slot);
  const isDone = ran.result === "SUCCESS";
  return {
    fee,
    contractRet: ran.result,
    info: {
      contractResult: [toHex(ran.returned)],
      contract_address: address,
      ...(isDone ? {} : { result: "FAILED", resMessage: utf8ToHex(ran.message) }),
    },
    receipt: { ...receipt, result: ran.result },
    logs: ran.logs,
  };
}

/** VMActuator.create of java-tron. */
export const deploy: Kind = async (context) => {
  const { state, transaction, block, machine, now, slot } = context;
  const { owner, value, raw, id } = transaction;
  const message = nested(value, "new_contract") ?? {};
  if (text(message, "origin_address") !== owner) throw invalid("OwnerAddress is not equals OriginAddress");
  if (new TextEncoder().encode(text(message, "name")).length > NAME_LENGTH)
    throw invalid("contractName's length cannot be greater than 32");
  const percent = int64(message, "consume_user_resource_percent");
  if (percent < 0n || percent > 100n) throw invalid("percent must be >= 0 and <= 100");
  const address = contractAddress(id, owner);
  if (state.get("account", address))
    throw invalid(`Trying to create a contract with existing contract address: ${toBase58(address)}`);
  const callValue = int64(message, "call_value");
  const feeLimit = int64(raw, "fee_limit");
  requireFeeLimit(feeLimit);
  requireValue(value, callValue);
  if (int64(message, "origin_energy_limit") <= 0n) throw invalid("The originEnergyLimit must be > 0");
  const creator = state.get("account", owner);
  if (!creator) throw invalid(`account [${toBase58(owner)}] does not exist`);
  requireBalance(context, owner, callValue);
  const energyLimit = ownEnergy(state, creator, feeLimit, callValue, slot);
  state.checkpoint();
  state.set("account", address, { ...newAccount(address, now, "Contract"), name: text(message, "name") });
  const { version: _version, ...stored } = message;
  const contract: Contract = {
    origin: owner,
    message: { ...stored, contract_address: address },
    codeHash: toHex(keccak256(new Uint8Array())),
  };
  state.set("contract", address, contract);
  const initCode = fromHex(text(message, "bytecode"));
  const ran = await machine.run({
    state,
    now,
    block,
    caller: owner,
    contract: address,
    initCode,
    data: new Uint8Array(),
    value: callValue,
    energyLimit,
    rootId: id,
  });
  if (ran.result === "SUCCESS") state.commit();
  else state.revert();
  return outcomeOf(context, ran, undefined, address);
};

/** VMActuator.call of java-tron. */
export const trigger: Kind = async (context) => {
  const { state, transaction, block, machine, now, slot } = context;
  const { owner, value, raw, id } = transaction;
  const address = text(value, "contract_address");
  const contract = state.get("contract", address);
  if (!contract) throw invalid("No contract or not a smart contract");
  const callValue = int64(value, "call_value");
  const feeLimit = int64(raw, "fee_limit");
  requireValue(value, callValue);
  requireFeeLimit(feeLimit);
  const caller = state.get("account", owner);
  if (!caller) throw invalid(`account [${toBase58(owner)}] does not exist`);
  requireBalance(context, owner, callValue);
  const own = ownEnergy(state, caller, feeLimit, callValue, slot);
  const ran = await machine.run({
    state,
    now,
    block,
    caller: owner,
    contract: address,
    data: fromHex(text(value, "data")),
    value: callValue,
    energyLimit: own + originEnergy(state, contract, owner, own, slot),
    rootId: id,
  });
  return outcomeOf(context, ran, contract, address);
};

/** @throws Refusal where the contract is somebody else's, or none. */
function ownContract({ state, transaction: { owner, value } }: Context): {
  readonly address: Address;
  readonly contract: Contract;
} {
  if (!isAddress(owner)) throw invalid("Invalid address");
  if (!state.get("account", owner)) throw invalid(`Account[${owner}] does not exist`);
  const address = text(value, "contract_address");
  const contract = state.get("contract", address);
  if (!contract) throw invalid("Contract does not exist");
  if (contract.origin !== owner) throw invalid(`Account[${owner}] is not the owner of the contract`);
  return { address, contract };
}

const change = (context: Context, fields: Message): Outcome => {
  const { address, contract } = ownContract(context);
  context.state.set("contract", address, { ...contract, message: { ...contract.message, ...fields } });
  return success();
};

/** UpdateSettingContractActuator of java-tron. */
export const updateSetting: Kind = (context) => {
  const percent = int64(context.transaction.value, "consume_user_resource_percent");
  if (percent > 100n || percent < 0n) throw invalid("percent not in [0, 100]");
  return change(context, { consume_user_resource_percent: percent });
};

/** UpdateEnergyLimitContractActuator of java-tron. */
export const updateEnergyLimit: Kind = (context) => {
  const limit = int64(context.transaction.value, "origin_energy_limit");
  if (limit <= 0n) throw invalid("origin energy limit must be > 0");
  return change(context, { origin_energy_limit: limit });
};

/** ClearABIContractActuator of java-tron. */
export const clearAbi: Kind = (context) => change(context, { abi: {} });
