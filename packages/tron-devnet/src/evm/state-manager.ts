import type { AccountFields, StateManagerInterface } from "@ethereumjs/common";
import { createAccount, type Address as EvmAddress, KECCAK256_NULL, KECCAK256_RLP } from "@ethereumjs/util";
import { newAccount } from "../state/account.ts";
import type { Layer } from "../state/state.ts";
import { addressOfBytes } from "../text/address.ts";
import { fromHex, keccak256, toHex } from "../text/bytes.ts";

const EMPTY = new Uint8Array();
const trimmed = (hex: string): string => hex.replace(/^(?:00)+/, "");

/** What the virtual machine works on: a layer, and whose contract it is that makes further ones. */
export interface Workspace {
  readonly state: Layer;
  readonly now: bigint;
}

/**
 * Accounts of this network as the virtual machine sees them. Nonces are not TRON's: an account that is there has 1, so that it never
 * counts as empty.
 */
export function createStateManager(workspace: () => Workspace): StateManagerInterface {
  const codeOf = (address: EvmAddress): Uint8Array => {
    const { state } = workspace();
    const contract = state.get("contract", addressOfBytes(address.bytes));
    return (contract && state.get("code", contract.codeHash)) ?? EMPTY;
  };
  const manager: StateManagerInterface = {
    async getAccount(address) {
      const { state } = workspace();
      const key = addressOfBytes(address.bytes);
      const account = state.get("account", key);
      if (!account) return undefined;
      const contract = state.get("contract", key);
      return createAccount({
        nonce: 1n,
        balance: account.balance,
        storageRoot: KECCAK256_RLP,
        codeHash: contract ? fromHex(contract.codeHash) : KECCAK256_NULL,
      });
    },
    async putAccount(address, account) {
      const { state, now } = workspace();
      const key = addressOfBytes(address.bytes);
      const known = state.get("account", key);
      const balance = account?.balance ?? 0n;
      // A call that touches an account without sending anything makes none.
      if (!known && balance === 0n) return;
      state.set("account", key, { ...(known ?? newAccount(key, now)), balance });
    },
    async modifyAccountFields(address: EvmAddress, fields: AccountFields) {
      const account = (await manager.getAccount(address)) ?? createAccount({});
      if (fields.balance !== undefined) account.balance = fields.balance;
      await manager.putAccount(address, account);
    },
    // Accounts are never taken away: the only opcode that would is not modelled.
    async deleteAccount() {},
    async putCode(address, code) {
      const { state, now } = workspace();
      const key = addressOfBytes(address.bytes);
      const codeHash = toHex(keccak256(code));
      const known = state.get("contract", key);
      const account = state.get("account", key) ?? newAccount(key, now);
      state.set("account", key, { ...newAccount(key, account.createTime, "Contract"), balance: account.balance });
      state.set("code", codeHash, code);
      state.set("contract", key, {
        origin: known?.origin ?? key,
        message: known?.message ?? { contract_address: key, consume_user_resource_percent: 100n },
        codeHash,
      });
    },
    getCode: async (address) => codeOf(address),
    getCodeSize: async (address) => codeOf(address).length,
    async getStorage(address, key) {
      const value = workspace().state.get("storage", `${addressOfBytes(address.bytes)}/${toHex(key)}`);
      return value === undefined ? EMPTY : fromHex(value);
    },
    async putStorage(address, key, value) {
      const hex = trimmed(toHex(value));
      workspace().state.set("storage", `${addressOfBytes(address.bytes)}/${toHex(key)}`, hex === "" ? undefined : hex);
    },
    // Called for an address that a new contract takes, which holds nothing.
    async clearStorage() {},
    checkpoint: async () => workspace().state.checkpoint(),
    commit: async () => workspace().state.commit(),
    revert: async () => workspace().state.revert(),
    getStateRoot: async () => KECCAK256_RLP,
    async setStateRoot() {},
    hasStateRoot: async () => false,
    // Asked for by rules of later forks only; what is stored now is what a transaction of TRON is charged by.
    originalStorageCache: { get: (address, key) => manager.getStorage(address, key), clear: () => undefined },
    clearCaches: () => undefined,
    shallowCopy: () => createStateManager(workspace),
  };
  return manager;
}
