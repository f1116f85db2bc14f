/** Builds messages of an X client in one byte order (X Window System Protocol, 8; appendix B). */
export interface XMessages {
  u16(value: number): Buffer;
  u32(value: number): Buffer;
  setup(cookie?: Uint8Array): Buffer;
  /** A request with the length of its body, or with `units` instead of it. */
  request(major: number, minor: number, body?: Buffer, units?: number): Buffer;
  /** A request with a 32-bit length (BIG-REQUESTS): that of its body, or `units`. */
  big(major: number, minor: number, body?: Buffer, units?: number): Buffer;
  queryExtension(name: string): Buffer;
  internAtom(name: string, onlyIfExists: boolean): Buffer;
  /** XTEST FakeInput of a core event. */
  fakeInput(xtest: number, type: number, detail: number, x?: number, y?: number): Buffer;
}

const COOKIE_PROTOCOL = "MIT-MAGIC-COOKIE-1";
const filled = (text: string | Uint8Array): Buffer => {
  const bytes = typeof text === "string" ? Buffer.from(text, "latin1") : Buffer.from(text);
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
};

export function xMessages(order: "l" | "B"): XMessages {
  const number = (bytes: 2 | 4) => (value: number) => {
    const buffer = Buffer.alloc(bytes);
    if (order === "l") buffer.writeUIntLE(value, 0, bytes);
    else buffer.writeUIntBE(value, 0, bytes);
    return buffer;
  };
  const [u16, u32] = [number(2), number(4)];
  const request = (major: number, minor: number, body: Buffer = Buffer.alloc(0), units = 1 + body.length / 4): Buffer =>
    Buffer.concat([Buffer.from([major, minor]), u16(units), body]);
  const named = (name: string, minor: number, opcode: number): Buffer =>
    request(opcode, minor, Buffer.concat([u16(name.length), u16(0), filled(name)]));
  return {
    ...{ u16, u32, request },
    setup: (cookie = new Uint8Array(0)) =>
      Buffer.concat([
        ...[Buffer.from(order), Buffer.alloc(1), u16(11), u16(0)],
        ...(cookie.length === 0
          ? [u16(0), u16(0), u16(0)]
          : [u16(COOKIE_PROTOCOL.length), u16(cookie.length), u16(0), filled(COOKIE_PROTOCOL), filled(cookie)]),
      ]),
    big: (major, minor, body = Buffer.alloc(0), units = 2 + body.length / 4) =>
      Buffer.concat([Buffer.from([major, minor]), u16(0), u32(units), body]),
    queryExtension: (name) => named(name, 0, 98),
    internAtom: (name, onlyIfExists) => named(name, onlyIfExists ? 1 : 0, 16),
    fakeInput: (xtest, type, detail, x = 0, y = 0) =>
      request(xtest, 2, Buffer.concat([Buffer.from([type, detail, 0, 0]), Buffer.alloc(16), u16(x), u16(y), Buffer.alloc(8)])),
  };
}
