export type Field = readonly [number: number, value: bigint | Uint8Array];

/** Writes one message of protobuf (protobuf.dev/programming-guides/encoding): fields of numbers, and of bytes. */
export function message(...fields: readonly Field[]): Uint8Array {
  const parts = fields.flatMap(([number, value]) =>
    typeof value === "bigint"
      ? [varint(BigInt(number * 8)), varint(value)]
      : [varint(BigInt(number * 8 + 2)), varint(BigInt(value.length)), value],
  );
  return new Uint8Array(Buffer.concat(parts));
}

function varint(value: bigint): Uint8Array {
  if (value < 0n) throw new RangeError("no number of a transaction is negative");
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
