/** JSON in which a whole number may have 64 bits: java-tron writes `long` as bare digits. */
export type Json = string | number | bigint | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

interface RawJson {
  rawJSON(text: string): object;
}
const hasRawJson = (json: object): json is RawJson => "rawJSON" in json;
const raw: RawJson = ((json: object): RawJson => {
  if (!hasRawJson(json)) throw new Error("This JavaScript engine has no JSON.rawJSON: Node 24 is needed");
  return json;
})(JSON);

/** Writes a bigint as bare digits; with `asText` every whole number that came as bigint as a string (`int64_as_string`). */
export const writeJson = (value: Json, asText = false): string =>
  JSON.stringify(value, (_key, item: unknown) =>
    typeof item === "bigint" ? (asText ? item.toString() : raw.rawJSON(item.toString())) : item,
  );

type Reviver = (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown;
/** A whole number beyond 2^53 comes as bigint, from its source text: nothing is rounded. */
const exact: Reviver = (_key, value, context) =>
  typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? "")
    ? BigInt(context.source ?? "")
    : value;

/** @throws SyntaxError */
export const readJson = (text: string): Json => JSON.parse(text, exact as (key: string, value: unknown) => unknown) as Json;

export const isJsonObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
