import { Duplex } from "node:stream";
import { createChannelWatch } from "../../../packages/core/src/desktops/clipboard/channel-watch.ts";
import { readConnectionRequest } from "../../../packages/core/src/desktops/rdp/client-hello.ts";
import { createClipboardWatch } from "../../../packages/core/src/desktops/rfb/clipboard-watch.ts";
import { greetClient } from "../../../packages/core/src/desktops/rfb/handshake.ts";
import { createInputFilter } from "../../../packages/core/src/desktops/rfb/input-filter.ts";
import { createOutputFilter } from "../../../packages/core/src/desktops/rfb/output-filter.ts";
import { byteOrder } from "../../../packages/core/src/desktops/x/byte-order.ts";
import { createReplyFilter } from "../../../packages/core/src/desktops/x/reply-filter.ts";
import { createRequestFilter } from "../../../packages/core/src/desktops/x/request-filter.ts";
import { xMessages } from "../../../packages/core/src/desktops/x/testing/x-messages.ts";
import { type Decoder, piecesOf, same } from "../decoder.ts";

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(" ", ""), "hex");
/** Errors with which a connection is cut; anything else would be a fault of the program itself. */
const cuts = (error: unknown): boolean => error instanceof Error && error.constructor === Error;

/** What passes, and the words with which the stream was cut, are the same wherever it is cut into pieces. */
function alike(input: Uint8Array, start: () => (piece: Buffer) => Buffer): string {
  const run = (pieces: readonly Buffer[]): { readonly passed: string; readonly cut: string | undefined } => {
    const push = start();
    const passed: Buffer[] = [];
    try {
      for (const piece of pieces) passed.push(Buffer.from(push(Buffer.from(piece))));
    } catch (error) {
      if (!cuts(error)) throw error;
      return { passed: "", cut: (error as Error).message };
    }
    return { passed: Buffer.concat(passed).toString("base64"), cut: undefined };
  };
  const whole = run([Buffer.from(input)]);
  same("a stream cut otherwise comes to something else", run(piecesOf(input)), whole);
  return whole.cut?.replaceAll(/\d+/g, "#") ?? (whole.passed === "" ? "nothing" : "passed");
}

function clientFilter(): (piece: Buffer) => Buffer {
  const clipboard = createClipboardWatch({ clock: { now: () => 0 }, emit: () => undefined }, 1, {
    maxBytes: 4_096,
    mayLeave: () => true,
    pace: { admit: () => true },
  });
  const watch = {
    ...{ key: () => undefined, pointer: () => undefined, refusedKey: () => undefined, refusedPointer: () => undefined },
    ...{ clipboard, pixelFormat: () => undefined },
  };
  const rules = {
    ...{ keyboard: () => true, pointer: () => true, clipboardIn: () => true, clipboardOut: true, extendedClipboard: true },
    ...{ takesTurn: () => true, maxClipboardBytes: 4_096 },
  };
  return createInputFilter(rules, watch).push;
}

const displayFilter = (): ((piece: Buffer) => Buffer) =>
  createOutputFilter({ maxBytes: 4_096, onTooLong: () => undefined, judge: (content) => content.length % 2 === 0 }).push;

/** A client whose service has asked it for a text. */
function clipboardFilter(): (piece: Buffer) => Buffer {
  const watch = createChannelWatch({ cutsCharacters: true });
  watch.fromXrdp(hex("00000000 1e000000 03000000 16000000 0100 636c697072647200 0300 0000"));
  watch.fromService(hex("00000000 2a000000 08000000 22000000 0300 0300 1000 10000000 0400 0000 04000000 0d000000 00000000"));
  return watch.fromXrdp;
}

const OPCODES = new Map([
  ...([
    ["BIG-REQUESTS", 134],
    ["SYNC", 135],
    ["XTEST", 133],
    ["XInputExtension", 132],
    ["RENDER", 140],
  ] as const),
]);

const requestFilter = (): ((piece: Buffer) => Buffer) =>
  createRequestFilter(
    { opcodes: OPCODES, maxRequestUnits: 4_096 },
    { onRefused: () => undefined, onListExtensions: () => undefined, onProgramInput: () => undefined },
  ).push;

function replyFilter(): (piece: Buffer) => Buffer {
  const filter = createReplyFilter(() => byteOrder(0x6c));
  for (const sequence of [1, 2, 3, 0]) filter.expectExtensions(sequence);
  return filter.push;
}

function requests(order: "l" | "B"): Buffer[] {
  const x = xMessages(order);
  const setup = x.setup(new Uint8Array(16).fill(2));
  return [
    Buffer.concat([
      setup,
      x.request(72, 2, Buffer.alloc(40)),
      x.request(134, 0),
      x.big(72, 2, Buffer.alloc(400)),
      x.request(36, 0),
    ]),
    Buffer.concat([setup, x.queryExtension("RENDER"), x.queryExtension("RECORD"), x.request(99, 0), x.fakeInput(133, 2, 38)]),
    Buffer.concat([setup, x.request(25, 0, Buffer.alloc(40, 35)), x.internAtom("WM_NAME", true)]),
  ];
}

/** A client that says all it has to say at once, and then nothing. */
function clientSaying(input: Uint8Array): Duplex {
  const stream = new Duplex({ read: () => undefined, write: (_bytes, _encoding, done) => done() });
  for (const piece of piecesOf(input)) stream.push(piece);
  stream.push(null);
  return stream;
}

const listReply = (): Buffer => {
  const names = ["RENDER", "RECORD", "SYNC"].map((name) => Buffer.concat([Buffer.from([name.length]), Buffer.from(name)]));
  const body = Buffer.concat([Buffer.concat(names), Buffer.alloc(3)]);
  const head = Buffer.alloc(32);
  head.set([1, names.length, 1, 0]);
  head.writeUInt32LE(Math.floor(body.length / 4), 4);
  return Buffer.concat([head, body.subarray(0, 4 * Math.floor(body.length / 4))]);
};

/** What comes in at a desktop: viewers, RDP clients, and the programs in it. */
export const screenDecoders: readonly Decoder[] = [
  {
    ...{ name: "rfb-client", form: "bytes" },
    seeds: () => [
      hex("03 00 0000 0000 0400 0300  04 01 0000 00000061  05 01 0010 0020  02 00 0003 00000000 ffffff11 c0a1e5ce"),
      hex("00000000 20180001 00ff00ff00ff1008 00000000  f8000000 00000000 02 0102  ff00 0001 00000061 0000001e"),
      hex("06000000 00000003 616263  06000000 fffffff8 10000001 01020304  fb000280 01e00100 00000000000000000280 01e000000000"),
    ],
    read: (input) => alike(input, clientFilter),
  },
  {
    ...{ name: "rfb-display", form: "bytes" },
    seeds: () => [
      hex(
        `00040002 2018 0001 00ff00ff00ff 100800 000000 00000005 4c75636964 0000 0001 0000 0000 0004 0002 00000000 ${"00".repeat(32)}`,
      ),
      hex("00040002 2018 0001 00ff00ff00ff 100800 000000 00000000 03000000 00000002 6161 02 01000000 0001 000000000000 96"),
      hex("00040002 2018 0001 00ff00ff00ff 100800 000000 00000000 0000 0001 0000 0000 0004 0002 00000007 90 02 0303"),
    ],
    read: (input) => alike(input, displayFilter),
  },
  {
    ...{ name: "rdp-clipboard", form: "bytes" },
    seeds: () => [
      hex("00000000 1e000000 03000000 16000000 0100 636c697072647200 0300 0000"),
      hex(
        "00000000 1e000000 03000000 16000000 0100 636c697072647200 0300 0000 00000000 2a000000 05000000 22000000 0300 0300 1000 10000000 0500 0100 08000000 3dd8 0cdf d0fd 0000",
      ),
    ],
    read: (input) => alike(input, clipboardFilter),
  },
  {
    ...{ name: "rfb-handshake", form: "bytes", isDeclared: cuts },
    seeds: () => [Buffer.concat([Buffer.from("RFB 003.008\n"), Buffer.from([1, 1])]), Buffer.from("RFB 003.003\n\u0001")],
    async read(input) {
      using stream = disposable(clientSaying(input));
      return await greetClient(stream.it, { kind: "none" });
    },
  },
  {
    ...{ name: "rdp-request", form: "bytes", isDeclared: cuts },
    seeds: () => [
      hex("0300002b 26e00000000000 436f6f6b69653a206d737473686173683d61620d0a 0100080003000000 0000"),
      hex("03000013 0ee000000000 00 01000800 03000000"),
    ],
    async read(input) {
      using stream = disposable(clientSaying(input));
      const request = await readConnectionRequest(stream.it as unknown as Parameters<typeof readConnectionRequest>[0]);
      same("a request is not the bytes that came", request, Buffer.from(input.subarray(0, request.length)));
      return "ok";
    },
  },
  {
    ...{ name: "x-requests", form: "bytes", seeds: () => [...requests("l"), ...requests("B")] },
    read: (input) => alike(input, requestFilter),
  },
  {
    ...{ name: "x-replies", form: "bytes" },
    seeds: () => [Buffer.concat([hex("01000b00 00000000"), listReply(), Buffer.alloc(32, 2)]), hex("00000b00 00000200 6e6f")],
    read: (input) => alike(input, replyFilter),
  },
];

const disposable = (it: Duplex) => ({ it, [Symbol.dispose]: () => void it.destroy() });
