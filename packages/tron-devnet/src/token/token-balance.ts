import type { StateReader } from "../state/state.ts";
import { type Address, bytesOfAddress } from "../text/address.ts";
import { fromHex, keccak256, toHex } from "../text/bytes.ts";

/** Where test-usdt.sol keeps `balanceOf`, in the order of its variables. */
const BALANCES_SLOT = 4n;

/** Millionths of USDT that an account has, read from the contract's storage as Solidity lays out a mapping. */
export function tokenBalance(state: StateReader, token: Address, owner: Address): bigint {
  const key = toHex(bytesOfAddress(owner)).padStart(64, "0") + BALANCES_SLOT.toString(16).padStart(64, "0");
  const value = state.get("storage", `${token}/${toHex(keccak256(fromHex(key)))}`);
  return value === undefined ? 0n : BigInt(`0x${value}`);
}
