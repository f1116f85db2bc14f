import { openXConnection } from "../x/open-x-connection.ts";
import { xMessages } from "../x/testing/x-messages.ts";

const SET_OWNER = 22;
const CHANGE_PROPERTY = 18;
const SEND_EVENT = 25;
const SELECTION_REQUEST = 30;
const SELECTION_NOTIFY = 31;
const ATOM = 4;
const [REPLACE, APPEND] = [0, 2];

const { big, internAtom, queryExtension, request, u32 } = xMessages("l");
const words = (...values: readonly number[]): Buffer => Buffer.concat(values.map(u32));
const filled = (content: Buffer): Buffer => Buffer.concat([content, Buffer.alloc((4 - (content.length % 4)) % 4)]);

/** A program of a desktop that has a text in its clipboard, and gives it in several strokes that make one property. */
export interface SelectionOwner extends Disposable {
  /** How often somebody asked for the text. */
  readonly asked: number;
  /** It has this text from now on, and all that look at the clipboard hear so. */
  own(strokes: readonly Buffer[]): void;
  /** The same of a text that nobody gets: whoever asks for it hears of pieces that do not come, or of a text in another place. */
  ownInVain(answer: "pieces" | "elsewhere"): void;
}

export async function startSelectionOwner(socket: string, cookie: Uint8Array): Promise<SelectionOwner> {
  const program = await openXConnection(socket, cookie);
  const ask = async (bytes: Buffer): Promise<Buffer> => {
    const reply = await program.ask(bytes);
    if (!reply) throw new Error("the display answered with an error");
    return reply;
  };
  const atom = async (name: string): Promise<number> => (await ask(internAtom(name, false))).readUInt32LE(8);
  const bigRequests = (await ask(queryExtension("BIG-REQUESTS"))).readUInt8(9);
  await ask(request(bigRequests, 0));
  const [clipboard, targets, utf8] = [await atom("CLIPBOARD"), await atom("TARGETS"), await atom("UTF8_STRING")];
  const incr = await atom("INCR");
  let text: readonly Buffer[] | "pieces" | "elsewhere" = [];
  let asked = 0;

  program.onEvent((event) => {
    if (event[0] !== SELECTION_REQUEST) return;
    const [time, requestor, selection, target, property] = [4, 12, 16, 20, 24].map((at) => event.subarray(at, at + 4));
    if (!time || !requestor || !selection || !target || !property) return;
    const place = text === "elsewhere" && target.readUInt32LE() !== targets ? words(incr) : property;
    const give = (type: number, format: number, content: Buffer, mode = REPLACE): void => {
      const items = words(type, format, (8 * content.length) / format);
      program.tell(big(CHANGE_PROPERTY, mode, Buffer.concat([requestor, place, items, filled(content)])));
    };
    if (target.readUInt32LE() === targets) give(ATOM, 32, words(utf8));
    else {
      asked += 1;
      if (text === "pieces") give(incr, 32, words(9));
      else if (text === "elsewhere") give(utf8, 8, Buffer.from("from elsewhere"));
      else for (const [index, stroke] of text.entries()) give(utf8, 8, stroke, index === 0 ? REPLACE : APPEND);
    }
    const notify = Buffer.concat([words(SELECTION_NOTIFY), time, requestor, selection, target, place, words(0, 0)]);
    program.tell(request(SEND_EVENT, 0, Buffer.concat([requestor, words(0), notify])));
  });
  const own = (what: typeof text): void => {
    text = what;
    program.tell(request(SET_OWNER, 0, words(program.root, clipboard, 0)));
  };
  return {
    get asked() {
      return asked;
    },
    own,
    ownInVain: own,
    [Symbol.dispose]: () => program[Symbol.dispose](),
  };
}
