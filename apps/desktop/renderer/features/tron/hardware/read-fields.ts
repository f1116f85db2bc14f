/** Fields of one message of protobuf, each of which stands in it once: numbers, and bytes. */
export type Fields = ReadonlyMap<number, bigint | Uint8Array>;
export type Field = readonly [number: number, value: bigint | Uint8Array];

/** @throws RangeError for what is no message of numbers and bytes, or has a field twice, which a reader may take for the one before. */
export function fieldsOf(bytes: Uint8Array): Fields {
  const list = listOf(bytes);
  const fields = new Map(list);
  if (fields.size < list.length) throw new RangeError("a field stands in it twice");
  return fields;
}

/** All fields in their order. @throws RangeError for what is no message of numbers and bytes. */
export function listOf(bytes: Uint8Array): readonly Field[] {
  const fields: Field[] = [];
  let at = 0;
  function varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at];
      if (byte === undefined) break;
      at += 1;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
    throw new RangeError("a number does not end");
  }
  while (at < bytes.length) {
    const tag = varint();
    const number = Number(tag >> 3n);
    const kind = tag & 7n;
    const value = varint();
    if (kind === 0n) fields.push([number, value]);
    else {
      const end = at + Number(value);
      if (kind !== 2n || end > bytes.length) throw new RangeError("a field is neither a number nor bytes");
      fields.push([number, bytes.subarray(at, end)]);
      at = end;
    }
  }
  return fields;
}

export function bytesIn(fields: Fields, number: number): Uint8Array {
  const value = fields.get(number);
  if (!(value instanceof Uint8Array)) throw new RangeError("a field is missing");
  return value;
}

export const hasOnly = (fields: Fields, numbers: readonly number[]): boolean =>
  fields.size === numbers.length && numbers.every((number) => fields.has(number));

export const bytesOf = (hex: string): Uint8Array => Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
export const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
