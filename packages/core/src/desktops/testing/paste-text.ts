import { connectX, type XMessage } from "../x/testing/x-client.ts";
import { xMessages } from "../x/testing/x-messages.ts";

const CREATE_WINDOW = 1;
const GET_PROPERTY = 20;
const CONVERT_SELECTION = 24;
const EVENT_MASK = 0x800;
const PROPERTY_CHANGES = 0x40_0000;
const ALL_UNITS = 0x40_0000;
const REPLY = 1;
const PROPERTY_NOTIFY = 28;
const SELECTION_NOTIFY = 31;

const { internAtom, request, u32 } = xMessages("l");
const words = (...values: readonly number[]): Buffer => Buffer.concat(values.map(u32));

/** A program of a desktop that pastes, as toolkits do (ICCCM 2.7.2). */
export interface Paster extends Disposable {
  /** Asks whoever has the clipboard for its text; undefined where it hears that there is none. */
  paste(): Promise<Buffer | undefined>;
}

export async function startPaster(socket: string, cookie: Uint8Array): Promise<Paster> {
  const program = await connectX(socket, cookie);
  const window = program.base + 1;
  async function hear(isWanted: (message: XMessage) => boolean): Promise<Buffer> {
    for (;;) {
      const message = await program.next();
      if (isWanted(message)) return message.bytes;
    }
  }
  async function ask(bytes: Buffer): Promise<Buffer> {
    await program.write(bytes);
    return await hear(({ type }) => type === REPLY);
  }
  const atom = async (name: string): Promise<number> => (await ask(internAtom(name, false))).readUInt32LE(8);
  const [clipboard, utf8, incr, place] = [
    await atom("CLIPBOARD"),
    await atom("UTF8_STRING"),
    await atom("INCR"),
    await atom("PASTE"),
  ];
  const shape = Buffer.concat([words(window, program.root, 0, 0x1_0001), Buffer.from([0, 0, 1, 0]), words(0)]);
  await program.write(request(CREATE_WINDOW, 0, Buffer.concat([shape, words(EVENT_MASK, PROPERTY_CHANGES)])));
  const take = (): Promise<Buffer> => ask(request(GET_PROPERTY, 1, words(window, place, 0, 0, ALL_UNITS)));
  const contentOf = (reply: Buffer): Buffer => reply.subarray(32, 32 + reply.readUInt32LE(16));
  async function isAnswered(): Promise<boolean> {
    await program.write(request(CONVERT_SELECTION, 0, words(window, clipboard, utf8, place, 0)));
    const event = await hear(({ type }) => (type & 0x7f) === SELECTION_NOTIFY);
    return event.readUInt32LE(20) !== 0;
  }
  return {
    async paste() {
      if (!(await isAnswered())) return undefined;
      const first = await take();
      if (first.readUInt32LE(8) !== incr) return contentOf(first);
      const pieces: Buffer[] = [];
      for (;;) {
        await hear(({ type, bytes }) => (type & 0x7f) === PROPERTY_NOTIFY && bytes.readUInt32LE(8) === place && bytes[16] === 0);
        const piece = contentOf(await take());
        if (piece.length === 0) return Buffer.concat(pieces);
        pieces.push(Buffer.from(piece));
      }
    },
    [Symbol.dispose]: () => program[Symbol.dispose](),
  };
}
