/** A value of JSON in which no number lost a digit: what is no safe integer is a bigint. */
export type ExactJson = null | boolean | number | bigint | string | readonly ExactJson[] | ExactObject;
export type ExactObject = { readonly [key: string]: ExactJson | undefined };

interface Source {
  readonly source?: string;
}

/**
 * Reads JSON without rounding: TRON writes amounts as numbers of 64 bits, of which a double holds 53.
 * @throws SyntaxError
 */
export function readExactJson(text: string): ExactJson {
  const parse = JSON.parse as (text: string, revive: (key: string, value: ExactJson, context: Source) => ExactJson) => ExactJson;
  return parse(text, (_key, value, { source }) =>
    typeof value === "number" && !Number.isSafeInteger(value) && source !== undefined && /^-?\d+$/.test(source)
      ? BigInt(source)
      : value,
  );
}

export const objectOf = (value: ExactJson | undefined): ExactObject =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as ExactObject) : {};
export const listOf = (value: ExactJson | undefined): readonly ExactJson[] => (Array.isArray(value) ? value : []);
export const textOf = (value: ExactJson | undefined): string => (typeof value === "string" ? value : "");

/** A whole number of any size; 0 where there is none, as java-tron leaves out what is 0. Undefined where it is something else. */
export function integerOf(value: ExactJson | undefined): bigint | undefined {
  if (value === undefined) return 0n;
  if (typeof value === "bigint") return value;
  return typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : undefined;
}
