import { fromBase58 } from "../text/address.ts";
import { fromHex, hexToUtf8, isHex, toHex, utf8ToHex } from "../text/bytes.ts";
import { isJsonObject, type Json, type JsonObject } from "../text/json.ts";
import { ENUMS, type EnumName, type Field, type FieldType, MESSAGES } from "./schema.ts";
import { readFields, writeBytes, writeNumber } from "./wire.ts";

/**
 * A message as java-tron shows it in JSON: bytes as lower-case hex, enums by name, 64-bit numbers as bigint. A field that has its
 * default value is absent.
 */
export type Value = bigint | boolean | string | Message | readonly Value[];
export interface Message {
  readonly [field: string]: Value | undefined;
}

/** Something that the real network may know and this one does not: the answer says so, and nothing is guessed. */
export class NotModelled extends Error {
  override readonly name = "NotModelled";
  constructor(what: string) {
    super(`this devnet does not model ${what}`);
  }
}
/** Input that is no message of its type. */
export class MessageError extends Error {
  override readonly name = "MessageError";
}

const TYPE_URL = "type.googleapis.com/protocol.";

function fieldsOf(name: string): readonly Field[] {
  const fields = MESSAGES[name];
  if (!fields) throw new NotModelled(name);
  return fields;
}

/** Fields in the order of their numbers, defaults left out: the bytes that every implementation of protobuf writes. */
export function encode(name: string, message: Message): Uint8Array {
  const out: number[] = [];
  for (const { number, name: key, type, repeated } of fieldsOf(name)) {
    const value = message[key];
    if (value === undefined) continue;
    for (const item of repeated ? asList(value) : [value]) encodeField(out, number, type, item);
  }
  return Uint8Array.from(out);
}

function encodeField(out: number[], number: number, type: FieldType, value: Value): void {
  if (type === "int64") return writeNumber(out, number, asBigint(value));
  if (type === "bool") return writeNumber(out, number, value === true ? 1n : 0n);
  if (type === "bytes" || type === "address") return writeBytes(out, number, fromHex(asText(value)));
  if (type === "string") return writeBytes(out, number, new TextEncoder().encode(asText(value)));
  if (type === "any") {
    const { type_url: url, value: inner } = asMessage(value);
    const name = asText(url ?? "").slice(TYPE_URL.length);
    const any: number[] = [];
    writeBytes(any, 1, new TextEncoder().encode(asText(url ?? "")));
    writeBytes(any, 2, encode(name, asMessage(inner ?? {})));
    return writeBytes(out, number, Uint8Array.from(any));
  }
  if ("enum" in type) {
    const index = ENUMS[type.enum].indexOf(asText(value));
    return index > 0 ? writeNumber(out, number, BigInt(index)) : undefined;
  }
  return writeBytes(out, number, encode(type.message, asMessage(value)));
}

/** @throws MessageError where the bytes are not exactly what `encode` would write, NotModelled for a message that is not known. */
export function decode(name: string, bytes: Uint8Array): Message {
  const message: Record<string, Value> = {};
  const fields = fieldsOf(name);
  for (const wire of readWire(bytes)) {
    const known = fields.find(({ number }) => number === wire.number);
    if (!known) throw new MessageError(`${name} has no field ${wire.number}`);
    const value = decodeField(known, wire);
    if (known.repeated) message[known.name] = [...asList(message[known.name] ?? []), value];
    else if (!isDefault(value) || isNested(known.type)) message[known.name] = value;
  }
  return message;
}

function readWire(bytes: Uint8Array): ReturnType<typeof readFields> {
  try {
    return readFields(bytes);
  } catch (error) {
    throw new MessageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function decodeField({ type, name }: Field, wire: ReturnType<typeof readFields>[number]): Value {
  if ("varint" in wire) {
    if (type === "int64") return wire.varint;
    if (type === "bool") return wire.varint !== 0n;
    if (typeof type === "object" && "enum" in type) {
      const known = ENUMS[type.enum][Number(wire.varint)];
      if (known === undefined) throw new NotModelled(`${type.enum} ${wire.varint}`);
      return known;
    }
    throw new MessageError(`${name} is no number`);
  }
  if (type === "bytes" || type === "address") return toHex(wire.bytes);
  if (type === "string") return new TextDecoder().decode(wire.bytes);
  if (type === "any") {
    const inner = readWire(wire.bytes);
    const part = (number: number) => inner.find((field) => field.number === number);
    const [url, value] = [part(1), part(2)];
    const text = url && "bytes" in url ? new TextDecoder().decode(url.bytes) : "";
    return {
      value: decode(text.slice(TYPE_URL.length), value && "bytes" in value ? value.bytes : new Uint8Array()),
      type_url: text,
    };
  }
  if (typeof type === "object" && "message" in type) return decode(type.message, wire.bytes);
  throw new MessageError(`${name} is a number`);
}

/**
 * Reads the JSON that java-tron's HTTP interface takes. `visible` says that addresses are base58 and names plain text.
 * @throws MessageError, NotModelled
 */
export function fromJson(name: string, json: JsonObject, visible = false): Message {
  const message: Record<string, Value> = {};
  for (const { name: key, type, repeated } of fieldsOf(name)) {
    const given = json[key];
    if (given === undefined || given === null) continue;
    if (repeated && !Array.isArray(given)) throw new MessageError(`${key} is no list`);
    const value = repeated
      ? (given as readonly Json[]).map((item) => readField(key, type, item, visible))
      : readField(key, type, given, visible);
    if (!isDefault(value) || (isNested(type) && !repeated)) message[key] = value;
  }
  return message;
}

function readField(key: string, type: FieldType, given: Json, visible: boolean): Value {
  const wrong = (): MessageError => new MessageError(`${key} has a wrong value`);
  if (type === "int64") {
    if (typeof given === "bigint") return BigInt.asIntN(64, given) === given ? given : fail(wrong());
    if (typeof given === "number" && Number.isSafeInteger(given)) return BigInt(given);
    throw wrong();
  }
  if (type === "bool") return typeof given === "boolean" ? given : fail(wrong());
  if (typeof type === "object" && "enum" in type) {
    const named = typeof given === "number" ? ENUMS[type.enum][given] : nameOf(type.enum, given);
    if (typeof named !== "string") throw wrong();
    if (!ENUMS[type.enum].includes(named)) throw new NotModelled(`${type.enum} ${named}`);
    return named === ENUMS[type.enum][0] && type.enum !== "ContractType" ? "" : named;
  }
  if (typeof type === "object" || type === "any") {
    if (!isJsonObject(given)) throw wrong();
    if (type !== "any") return fromJson(type.message, given, visible);
    const { type_url: url, value } = given;
    if (typeof url !== "string" || !url.startsWith(TYPE_URL) || !isJsonObject(value)) throw wrong();
    return { value: fromJson(url.slice(TYPE_URL.length), value, visible), type_url: url };
  }
  if (typeof given !== "string") throw wrong();
  if (type === "string") return given;
  if (visible && type === "address") return fromBase58(given) ?? fail(wrong());
  if (visible && isPlainText(key)) return utf8ToHex(given);
  const hex = given.replace(/^0x/, "").toLowerCase();
  return isHex(hex) ? hex : fail(wrong());
}

/** An ABI comes from solc, which writes `function` where the message has `Function`; java-tron takes both. */
function nameOf(name: EnumName, given: Json): Json {
  const isOfAbi = name === "EntryType" || name === "StateMutabilityType";
  return isOfAbi && typeof given === "string" ? given.charAt(0).toUpperCase() + given.slice(1) : given;
}

/** The fields of bytes that hold a name or a note: plain text where `visible` is asked for. */
const isPlainText = (key: string): boolean => key === "account_name" || key === "message" || key === "resMessage";

/** The names of the fields that hold addresses, in messages and in answers. */
const ADDRESS_KEYS = /(?:address|Accounts|^approved_list|^account|^from|^to)$/;

/** The same JSON as `visible: true` shows it: addresses in base58, names as text. */
export function makeVisible(json: Json, base58: (address: string) => string, key = ""): Json {
  if (typeof json === "string") {
    if (/^41[0-9a-f]{40}$/.test(json) && ADDRESS_KEYS.test(key)) return base58(json);
    return isPlainText(key) && isHex(json) ? hexToUtf8(json) : json;
  }
  if (Array.isArray(json)) return json.map((item) => makeVisible(item, base58, key));
  if (!isJsonObject(json)) return json;
  return Object.fromEntries(
    Object.entries(json).map(([name, item]) => [name, item === undefined ? item : makeVisible(item, base58, name)]),
  );
}

const isNested = (type: FieldType): boolean => type === "any" || (typeof type === "object" && "message" in type);
const isDefault = (value: Value): boolean =>
  value === 0n || value === "" || value === false || (Array.isArray(value) && value.length === 0);

function fail(error: Error): never {
  throw error;
}

export const asList = (value: Value): readonly Value[] => (Array.isArray(value) ? value : fail(new MessageError("no list")));
const asBigint = (value: Value): bigint => (typeof value === "bigint" ? value : fail(new MessageError("no number")));
const asText = (value: Value): string => (typeof value === "string" ? value : fail(new MessageError("no text")));
export const asMessage = (value: Value): Message =>
  typeof value === "object" && !Array.isArray(value) ? (value as Message) : fail(new MessageError("no message"));

export const int64 = (message: Message, field: string): bigint => asBigint(message[field] ?? 0n);
export const text = (message: Message, field: string): string => asText(message[field] ?? "");
export const bool = (message: Message, field: string): boolean => message[field] === true;
export const nested = (message: Message, field: string): Message | undefined => {
  const value = message[field];
  return value === undefined ? undefined : asMessage(value);
};
export const messages = (message: Message, field: string): readonly Message[] => asList(message[field] ?? []).map(asMessage);
