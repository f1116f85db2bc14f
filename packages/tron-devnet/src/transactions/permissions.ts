import { secp256k1 } from "@noble/curves/secp256k1.js";
import { ENUMS } from "../protobuf/schema.ts";
import type { StateReader } from "../state/state.ts";
import type { Account, Permission } from "../state/tables.ts";
import { type Address, addressOfPublicKey, toBase58 } from "../text/address.ts";
import { fromHex } from "../text/bytes.ts";
import type { Transaction } from "./transaction.ts";

/** At most so many signatures, `totalSignNum` of java-tron. */
export const MAX_SIGNATURES = 5;
/** Contract types that a permission may name: `availableContractType`, the types of this network among them. */
export const ALL_OPERATIONS = "7fff1fc0033efb0f000000000000000000000000000000000000000000000000";

export class PermissionError extends Error {
  override readonly name = "PermissionError";
}
export class SignatureFormatError extends Error {
  override readonly name = "SignatureFormatError";
}

const single = (address: Address) => ({ threshold: 1n, keys: [{ address, weight: 1n }] });
export const defaultOwner = (address: Address): Permission => ({
  type: "Owner",
  id: 0,
  name: "owner",
  operations: "",
  ...single(address),
});
export const defaultActive = (address: Address): Permission => ({
  type: "Active",
  id: 2,
  name: "active",
  operations: ALL_OPERATIONS,
  ...single(address),
});
export const defaultWitness = (address: Address): Permission => ({
  type: "Witness",
  id: 1,
  name: "witness",
  operations: "",
  ...single(address),
});

export function permissionById(account: Account, id: number): Permission | undefined {
  if (id === 0) return account.owner;
  if (id === 1) return account.witness;
  return account.actives.find((active) => active.id === id);
}

/** Who made a signature of 65 bytes, r, s and v, over a hash of 32. @throws SignatureFormatError */
export function recoverSigner(hash: Uint8Array, signature: string): Address {
  const bytes = fromHex(signature);
  if (bytes.length < 65) throw new SignatureFormatError(`Signature size is ${bytes.length}`);
  const v = bytes[64] ?? 0;
  try {
    const compact = secp256k1.Signature.fromBytes(bytes.subarray(0, 64), "compact");
    return addressOfPublicKey(
      compact
        .addRecoveryBit(v >= 27 ? v - 27 : v)
        .recoverPublicKey(hash)
        .toBytes(false),
    );
  } catch (error) {
    throw new SignatureFormatError(`Header byte or point is wrong: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

export interface Approval {
  readonly weight: bigint;
  readonly signers: readonly Address[];
}

/** checkWeight of java-tron's TransactionCapsule. @throws PermissionError, SignatureFormatError */
export function weigh(permission: Permission, transaction: Transaction): Approval {
  const { signatures } = transaction;
  if (signatures.length > permission.keys.length)
    throw new PermissionError(
      `Signature count is ${signatures.length} more than key counts of permission : ${permission.keys.length}`,
    );
  const hash = fromHex(transaction.id);
  const signers: Address[] = [];
  let weight = 0n;
  for (const signature of signatures) {
    const signer = recoverSigner(hash, signature);
    const key = permission.keys.find(({ address }) => address === signer);
    if (!key) throw new PermissionError(`${signature} is signed by ${toBase58(signer)} but it is not contained of permission.`);
    if (signers.includes(signer)) throw new PermissionError(`${toBase58(signer)} has signed twice!`);
    signers.push(signer);
    weight += key.weight;
  }
  return { weight, signers };
}

/** Bit `type` of the 32 bytes, least significant bit of each byte first. */
export function allows(operations: string, type: string): boolean {
  const number = ENUMS.ContractType.indexOf(type);
  return ((fromHex(operations)[number >> 3] ?? 0) & (1 << (number & 7))) !== 0;
}

/**
 * The permission a transaction names, if its type is among the permission's operations.
 * @throws PermissionError with java-tron's texts; an account that does not exist has the default permissions.
 */
export function permissionOf(state: StateReader, transaction: Transaction): Permission {
  const { owner, permissionId, type } = transaction;
  const account = state.get("account", owner);
  const defaults = permissionId === 0 ? defaultOwner(owner) : permissionId === 2 ? defaultActive(owner) : undefined;
  const permission = account ? permissionById(account, permissionId) : defaults;
  if (!permission) throw new PermissionError("permission isn't exit");
  if (permissionId !== 0) {
    if (permission.type !== "Active") throw new PermissionError("Permission type is error");
    if (!allows(permission.operations, type)) throw new PermissionError("Permission denied");
  }
  return permission;
}
