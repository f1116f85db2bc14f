import { bool, type Message, messages, text } from "../protobuf/message.ts";
import { hexToUtf8 } from "../text/bytes.ts";
import type { JsonObject } from "../text/json.ts";
import { topicOf } from "../text/selector.ts";

export interface DecodedEvent {
  readonly name: string;
  /** `Transfer(address indexed from, …)`, as the event server writes it. */
  readonly declaration: string;
  readonly result: JsonObject;
  readonly types: JsonObject;
}

const WORD = 64;
/** `name(type,type)` of a function or an event of an ABI. */
export const signatureOf = (entry: Message): string =>
  `${text(entry, "name")}(${messages(entry, "inputs")
    .map((input) => text(input, "type"))
    .join(",")})`;

/**
 * What a log says by the ABI of its contract, as TronGrid's event server tells it: each value under its place and its name. Undefined
 * where the ABI does not know the event, or where one of its types is a list or a tuple: those are not modelled.
 */
export function decodeEvent(abi: Message | undefined, topics: readonly string[], data: string): DecodedEvent | undefined {
  const entry = messages(abi ?? {}, "entrys").find(
    (event) => text(event, "type") === "Event" && topicOf(signatureOf(event)) === topics[0],
  );
  if (!entry) return undefined;
  const inputs = messages(entry, "inputs");
  const result: Record<string, string> = {};
  const types: Record<string, string> = {};
  let [topic, at] = [1, 0];
  for (const [place, input] of inputs.entries()) {
    const [name, type] = [text(input, "name"), text(input, "type")];
    const isIndexed = bool(input, "indexed");
    const word = isIndexed ? (topics[topic] ?? "") : data.slice(at * WORD, (at + 1) * WORD);
    if (isIndexed) topic += 1;
    else at += 1;
    const value = isIndexed && isDynamic(type) ? word : readValue(type, word, data);
    if (value === undefined) return undefined;
    result[place] = value;
    types[name === "" ? String(place) : name] = type;
    if (name !== "") result[name] = value;
  }
  const shown = inputs.map((input) => `${text(input, "type")}${bool(input, "indexed") ? " indexed" : ""} ${text(input, "name")}`);
  return { name: text(entry, "name"), declaration: `${text(entry, "name")}(${shown.join(", ")})`, result, types };
}

const isDynamic = (type: string): boolean => type === "string" || type === "bytes";

function readValue(type: string, word: string, data: string): string | undefined {
  if (word.length !== WORD) return undefined;
  if (type === "address") return `0x${word.slice(24)}`;
  if (type === "bool") return String(BigInt(`0x${word}`) !== 0n);
  if (/^uint\d*$/.test(type)) return BigInt(`0x${word}`).toString();
  if (/^int\d*$/.test(type)) return BigInt.asIntN(256, BigInt(`0x${word}`)).toString();
  const fixed = /^bytes(\d+)$/.exec(type);
  if (fixed) return word.slice(0, Number(fixed[1]) * 2);
  if (!isDynamic(type)) return undefined;
  const start = Number(BigInt(`0x${word}`)) * 2;
  const length = Number(BigInt(`0x${data.slice(start, start + WORD) || "0"}`)) * 2;
  const bytes = data.slice(start + WORD, start + WORD + length);
  return type === "bytes" ? bytes : hexToUtf8(bytes);
}
