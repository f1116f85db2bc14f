import { type Address, fromBase58, isAddress, readAddress } from "../text/address.ts";
import { isHex } from "../text/bytes.ts";
import type { Json, JsonObject } from "../text/json.ts";

/** A request that cannot be answered: java-tron answers it with `{"Error": "…"}` and status 200. */
export class RequestError extends Error {
  override readonly name = "RequestError";
}

export function textOf(input: JsonObject, name: string): string {
  const value = input[name];
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "bigint") return value.toString();
  throw new RequestError(`class java.lang.IllegalArgumentException : ${name} is missing`);
}
export function numberOf(input: JsonObject, name: string): number {
  const value = Number(textOf(input, name));
  if (!Number.isSafeInteger(value)) throw new RequestError(`class java.lang.NumberFormatException : ${name} is no whole number`);
  return value;
}
export function int64Of(input: JsonObject, name: string): bigint {
  const text = input[name] === undefined ? "0" : textOf(input, name);
  if (!/^-?\d{1,19}$/.test(text)) throw new RequestError(`class java.lang.NumberFormatException : ${name} is no whole number`);
  return BigInt(text);
}

/**
 * An address as a node takes it: base58 with `visible: true`, else hex. Undefined where it is absent or none: a node finds no account then.
 * @throws RequestError for base58 without `visible`, as java-tron answers
 */
export function addressOf(input: JsonObject, name: string): Address | undefined {
  const value = input[name];
  if (typeof value !== "string") return undefined;
  if (isTrue(input["visible"])) return fromBase58(value);
  const hex = value.toLowerCase().replace(/^0x/, "");
  if (!isHex(hex)) throw new RequestError("class org.tron.json.JsonFormat$ParseException : INVALID hex String");
  return isAddress(hex) ? hex : undefined;
}
/** An address in either form, for the devnet's own calls. */
export const anyAddressOf = (input: JsonObject, name: string): Address | undefined => {
  const value = input[name];
  return typeof value === "string" ? readAddress(value) : undefined;
};
export const isTrue = (value: Json | undefined): boolean => value === true || value === "true";

/** @throws RequestError where the number is out of bounds, or absent and nothing stands in for it. */
export function within(input: JsonObject, name: string, min: number, max: number, otherwise?: number): number {
  if (input[name] === undefined && otherwise !== undefined) return otherwise;
  const value = numberOf(input, name);
  if (value < min || value > max)
    throw new RequestError(`${name} is a whole number from ${min} to ${max}, not ${textOf(input, name)}`);
  return value;
}
