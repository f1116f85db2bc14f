/**
 * Values of the structured clone algorithm as JSON, for what crosses between the stand-in and its pages. Both functions are also put
 * into pages as text: they stand on nothing but the language.
 */
export type Encoded = null | boolean | number | string | { readonly t: string; readonly v?: unknown };

/** @throws an Error with Electron's own words for what cannot be cloned. */
export function encodeValue(value: unknown): Encoded {
  const bytesOf = (view: Uint8Array): string => {
    let text = "";
    for (const byte of view) text += String.fromCharCode(byte);
    return btoa(text);
  };
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : { t: "number", v: String(value) };
  if (value === undefined) return { t: "undefined" };
  if (typeof value === "bigint") return { t: "bigint", v: String(value) };
  if (typeof value !== "object") throw new Error("An object could not be cloned.");
  if (value instanceof Date) return { t: "date", v: value.getTime() };
  if (value instanceof ArrayBuffer) return { t: "buffer", v: bytesOf(new Uint8Array(value)) };
  if (ArrayBuffer.isView(value))
    return { t: "bytes", v: bytesOf(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) };
  if (value instanceof Map) return { t: "map", v: [...value].map(([key, entry]) => [encodeValue(key), encodeValue(entry)]) };
  if (value instanceof Set) return { t: "set", v: [...value].map((entry) => encodeValue(entry)) };
  if (value instanceof Error) return { t: "error", v: value.message };
  if (Array.isArray(value)) return { t: "list", v: value.map((entry) => encodeValue(entry)) };
  return { t: "object", v: Object.entries(value).map(([key, entry]) => [key, encodeValue(entry)]) };
}

export function decodeValue(encoded: Encoded): unknown {
  const toBytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  if (encoded === null || typeof encoded !== "object") return encoded;
  const { t, v } = encoded as { t: string; v: never };
  if (t === "undefined") return undefined;
  if (t === "number") return Number(v);
  if (t === "bigint") return BigInt(v);
  if (t === "date") return new Date(v);
  if (t === "buffer") return toBytes(v).buffer;
  if (t === "bytes") return toBytes(v);
  if (t === "error") return new Error(v);
  if (t === "list") return (v as Encoded[]).map((entry) => decodeValue(entry));
  if (t === "set") return new Set((v as Encoded[]).map((entry) => decodeValue(entry)));
  const entries = v as [Encoded, Encoded][];
  if (t === "map") return new Map(entries.map(([key, entry]) => [decodeValue(key), decodeValue(entry)]));
  return Object.fromEntries(entries.map(([key, entry]) => [key, decodeValue(entry)]));
}
