import type { StakingAction } from "@lucid/contract";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { addressOfPoint, bytesOfAddress, wordOfAddress } from "./address.ts";
import { type Contract, stakingContract } from "./staking-contract.ts";
import { message } from "./wire.ts";

/** Numbers of a contract's amounts are 64 bits with a sign; those of the token 256. */
const MOST_SUN = (1n << 63n) - 1n;
const MOST_UNITS = (1n << 256n) - 1n;
/** The first four bytes of keccak256 of `transfer(address,uint256)`. */
const TRANSFER_SELECTOR = "a9059cbb";
/** ContractType of java-tron. */
const TRANSFER_CONTRACT = 1n;
const TRIGGER_SMART_CONTRACT = 31n;
/** What networks add to the number by which a key is recovered. */
const RECOVERY = 27;

/** The block that a transaction names, so that it counts on its chain alone, and how long it counts. */
export interface BlockReference {
  readonly number: number;
  /** 64 hex digits. */
  readonly id: string;
  /** Unix milliseconds. */
  readonly timestampMs: number;
  readonly expirationMs: number;
}

export type Payment =
  | { readonly asset: "TRX"; readonly from: string; readonly to: string; readonly sun: bigint }
  | {
      readonly asset: "USDT";
      readonly from: string;
      readonly to: string;
      readonly microUsdt: bigint;
      readonly usdt: string;
      readonly feeLimitSun: bigint;
    }
  | { readonly asset: null; readonly from: string; readonly staking: StakingAction };

export interface SignedTransaction {
  /** SHA-256 of the raw bytes: known before anybody else knows of the transaction. */
  readonly id: string;
  /** Hex, as `wallet/broadcasthex` takes it. */
  readonly hex: string;
}

/** The bytes that are signed (`Transaction.raw` of java-tron's Tron.proto). @throws RangeError for an amount that has no place in it. */
export function rawTransaction(payment: Payment, reference: BlockReference): Uint8Array {
  const [type, name, value] = contractOf(payment);
  const parameter = message([1, utf8ToBytes(`type.googleapis.com/protocol.${name}`)], [2, value]);
  const blockNumber = hexToBytes(reference.number.toString(16).padStart(16, "0"));
  return message(
    [1, blockNumber.subarray(6)],
    [4, hexToBytes(reference.id).subarray(8, 16)],
    [8, BigInt(reference.expirationMs)],
    [11, message([1, type], [2, parameter])],
    [14, BigInt(reference.timestampMs)],
    ...(payment.asset === "USDT" ? [[18, payment.feeLimitSun] as const] : []),
  );
}

export const transactionId = (raw: Uint8Array): string => bytesToHex(sha256(raw));

export function signTransaction(raw: Uint8Array, privateKey: Uint8Array): SignedTransaction {
  const recovered = secp256k1.sign(sha256(raw), privateKey, { prehash: false, lowS: true, format: "recovered" });
  const signature = concatBytes(recovered.subarray(1), Uint8Array.of((recovered[0] ?? 0) + RECOVERY));
  return { id: transactionId(raw), hex: withSignature(raw, signature) };
}

/** As it is broadcast; without a signature it is only what would be signed. */
export const withSignature = (raw: Uint8Array, signature?: Uint8Array): string =>
  bytesToHex(signature ? message([1, raw], [2, signature]) : message([1, raw]));

/** A signature of 65 bytes in hex, v of which is 0 or 1, or 27 or 28, as networks write it: the latter. */
export function readSignature(hex: string): Uint8Array {
  const bytes = hexToBytes(hex);
  const v = bytes[64] ?? 0;
  return bytes.with(64, v < RECOVERY ? v + RECOVERY : v);
}

/** Whose signature of the raw bytes that is; undefined where it is none at all. */
export function signerOf(raw: Uint8Array, signature: Uint8Array): string | undefined {
  try {
    const parts = secp256k1.Signature.fromBytes(signature.subarray(0, 64), "compact");
    const point = parts.addRecoveryBit((signature[64] ?? 0) - RECOVERY).recoverPublicKey(sha256(raw));
    return addressOfPoint(point.toBytes(false));
  } catch {
    return undefined;
  }
}

function contractOf(payment: Payment): Contract {
  if (payment.asset === null) return stakingContract(payment.from, payment.staking);
  const owner = bytesOf(payment.from);
  if (payment.asset === "TRX") {
    if (payment.sun <= 0n || payment.sun > MOST_SUN) throw new RangeError("no amount of TRX");
    return [TRANSFER_CONTRACT, "TransferContract", message([1, owner], [2, bytesOf(payment.to)], [3, payment.sun])];
  }
  const data = hexToBytes(TRANSFER_SELECTOR + transferArguments(payment.to, payment.microUsdt));
  return [TRIGGER_SMART_CONTRACT, "TriggerSmartContract", message([1, owner], [2, bytesOf(payment.usdt)], [4, data])];
}

/** The arguments of the token's `transfer`: receiver and amount, each in a word of 32 bytes, hex. */
export function transferArguments(to: string, microUsdt: bigint): string {
  if (microUsdt <= 0n || microUsdt > MOST_UNITS) throw new RangeError("no amount of USDT");
  return wordOfAddress(to) + microUsdt.toString(16).padStart(64, "0");
}

function bytesOf(address: string): Uint8Array {
  const bytes = bytesOfAddress(address);
  if (!bytes) throw new RangeError("no TRON address");
  return bytes;
}
