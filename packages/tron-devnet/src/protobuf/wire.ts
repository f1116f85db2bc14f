/** What one field of a message holds on the wire: a number (type 0) or bytes (type 2). No other type stands in TRON's messages. */
export type WireField = { readonly number: number } & ({ readonly varint: bigint } | { readonly bytes: Uint8Array });

const MASK_64 = (1n << 64n) - 1n;

/** protobuf.dev/programming-guides/encoding: base-128 varint, negative numbers as 64-bit two's complement. */
export function writeVarint(out: number[], value: bigint | number): void {
  if (typeof value === "number" || (value >= 0n && value <= 0x1f_ffff_ffff_ffffn)) {
    let rest = Number(value);
    while (rest > 127) {
      out.push((rest % 128) | 128);
      rest = Math.floor(rest / 128);
    }
    out.push(rest);
    return;
  }
  let rest = value & MASK_64;
  while (rest > 127n) {
    out.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  out.push(Number(rest));
}

export function writeBytes(out: number[], number: number, bytes: Uint8Array): void {
  writeVarint(out, number * 8 + 2);
  writeVarint(out, bytes.length);
  for (const byte of bytes) out.push(byte);
}

export function writeNumber(out: number[], number: number, value: bigint): void {
  writeVarint(out, number * 8);
  writeVarint(out, value);
}

/** @throws where the bytes are no message of fields of types 0 and 2. */
export function readFields(bytes: Uint8Array): readonly WireField[] {
  const fields: WireField[] = [];
  let at = 0;
  function varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at];
      if (byte === undefined) throw new Error("a message ends in the middle of a number");
      at += 1;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value & MASK_64;
    }
    throw new Error("a number of a message is too long");
  }
  while (at < bytes.length) {
    const tag = Number(varint());
    const number = Math.floor(tag / 8);
    if (tag % 8 === 0) fields.push({ number, varint: BigInt.asIntN(64, varint()) });
    else if (tag % 8 === 2) {
      const length = Number(varint());
      if (at + length > bytes.length) throw new Error("a message ends in the middle of a field");
      fields.push({ number, bytes: bytes.subarray(at, at + length) });
      at += length;
    } else throw new Error(`a message has a field of wire type ${tag % 8}`);
  }
  return fields;
}
