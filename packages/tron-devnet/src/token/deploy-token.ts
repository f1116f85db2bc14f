import type { Chain } from "../chain/chain.ts";
import { contractAddress } from "../kinds/contract.ts";
import { fromJson, type Message } from "../protobuf/message.ts";
import type { Store } from "../store/store.ts";
import { type Address, bytesOfAddress } from "../text/address.ts";
import { toHex } from "../text/bytes.ts";
import { readJson } from "../text/json.ts";
import { selectorOf } from "../text/selector.ts";
import { buildTransaction } from "../transactions/build.ts";
import artifact from "./test-usdt.json" with { type: "json" };

/** 10 billion, in millionths. */
const SUPPLY = 10_000_000_000_000_000n;
const DEPLOY_FEE_LIMIT = 1_500_000_000n;
const ORIGIN_ENERGY_LIMIT = 10_000_000n;

const word = (value: bigint): string => value.toString(16).padStart(64, "0");
const selectors = {
  transfer: selectorOf("transfer(address,uint256)"),
  freeze: selectorOf("addBlackList(address)"),
  release: selectorOf("removeBlackList(address)"),
};

/** The contract of the network's USDT, deployed by its faucet at the first start: a transaction like everybody's. */
export async function deployToken(chain: Chain, store: Store): Promise<Address> {
  const known = store.meta<Address>("usdt");
  if (known !== undefined && chain.state(false).get("contract", known)) return known;
  const { faucet } = chain.keys;
  const value = {
    owner_address: faucet.address,
    new_contract: {
      origin_address: faucet.address,
      abi: abiMessage(),
      bytecode: artifact.bytecode + word(SUPPLY),
      consume_user_resource_percent: 100n,
      name: "TestUsdt",
      origin_energy_limit: ORIGIN_ENERGY_LIMIT,
    },
  };
  const transaction = buildTransaction(chain, faucet, { type: "CreateSmartContract", value, feeLimit: DEPLOY_FEE_LIMIT });
  const address = contractAddress(transaction.id, faucet.address);
  await chain.broadcast(transaction);
  await chain.mine(1);
  store.setMeta("usdt", address);
  return address;
}

/** The ABI as solc writes it, in the form of SmartContract.ABI. */
function abiMessage(): Message {
  const entrys = readJson(artifact.abi);
  return fromJson("ABI", { entrys });
}

const callOf = (token: Address, from: Address, data: string) => ({
  type: "TriggerSmartContract",
  value: { owner_address: from, contract_address: token, data },
});
const addressWord = (address: Address): string => toHex(bytesOfAddress(address)).padStart(64, "0");

/** `transfer(address,uint256)` of the token. */
export const tokenTransfer = (token: Address, from: Address, to: Address, amount: bigint) =>
  callOf(token, from, selectors.transfer + addressWord(to) + word(amount));

/** `addBlackList(address)` or `removeBlackList(address)`. */
export const tokenFreeze = (token: Address, owner: Address, address: Address, isFrozen: boolean) =>
  callOf(token, owner, (isFrozen ? selectors.freeze : selectors.release) + addressWord(address));
