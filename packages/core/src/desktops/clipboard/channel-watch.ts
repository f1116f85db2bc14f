import { wholeMessages } from "./whole-messages.ts";
import { withDigits } from "./wide-characters.ts";

// What xrdp and its channel service (xrdp-chansrv 0.9) say to each other: blocks of a version and a length, which hold messages of a number,
// a length and a body. The body of channel data is what crosses the channel in chunks (MS-RDPBCGR, 2.2.6.1), here PDUs of MS-RDPECLIP.

/** Watches what goes between xrdp and the service of one client's clipboard. */
export interface ChannelWatch {
  /** What xrdp says, and what goes on to the service. Throws on what is not of this kind. */
  fromXrdp(chunk: Buffer): Buffer;
  /** What the service says: whole blocks, of which xrdp understands each whatever becomes of the service then. */
  fromService(chunk: Buffer): Buffer;
  /** What a service is told that is there in place of the one before; empty where that was told nothing yet. */
  startAgain(): Buffer;
}

const HEAD_BYTES = 8;
const CHANNEL_SETUP = 3;
const DATA_FROM_XRDP = 5;
const DATA_FROM_SERVICE = 8;
/** Channel, flags, length and total length before what crosses. */
const DATA_HEAD_BYTES = 10;
const FIRST = 1;
const LAST = 2;
/** CHANNEL_CHUNK_LENGTH of MS-RDPBCGR. */
const CHUNK_BYTES = 1_600;
/** Both sides make blocks of some kilobytes. */
const MAX_BLOCK_BYTES = 1_048_576;
const CHANNEL_ENTRY_BYTES = 12;
const CLIPBOARD = "cliprdr";

const FORMAT_DATA_REQUEST = 4;
const FORMAT_DATA_RESPONSE = 5;
const RESPONSE_OK = 1;
const RESPONSE_FAIL = 2;
const UNICODE_TEXT = 13;
const PDU_HEAD_BYTES = 8;
/** The longest text that is put together here, as UTF-16. Of a longer one the service hears that there is none. */
const MAX_TEXT_BYTES = 16 * 1_048_576;

const NOTHING = Buffer.alloc(0);

interface Data {
  readonly channel: number;
  readonly flags: number;
  readonly total: number;
  readonly content: Buffer;
}

function pdu(type: number, flags: number, content: Buffer): Buffer {
  const head = Buffer.alloc(PDU_HEAD_BYTES);
  head.writeUInt16LE(type, 0);
  head.writeUInt16LE(flags, 2);
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content]);
}

function block(id: number, body: Buffer): Buffer {
  const head = Buffer.alloc(2 * HEAD_BYTES);
  head.writeUInt32LE(2 * HEAD_BYTES + body.length, 4);
  head.writeUInt32LE(id, 8);
  head.writeUInt32LE(HEAD_BYTES + body.length, 12);
  return Buffer.concat([head, body]);
}

/** Everything that is to cross, in chunks. */
function inChunks(channel: number, content: Buffer): Buffer {
  const blocks: Buffer[] = [];
  for (let at = 0; at < content.length; at += CHUNK_BYTES) {
    const chunk = content.subarray(at, at + CHUNK_BYTES);
    const head = Buffer.alloc(DATA_HEAD_BYTES);
    head.writeUInt16LE(channel, 0);
    head.writeUInt16LE((at === 0 ? FIRST : 0) | (at + CHUNK_BYTES >= content.length ? LAST : 0), 2);
    head.writeUInt16LE(chunk.length, 4);
    head.writeUInt32LE(content.length, 6);
    blocks.push(block(DATA_FROM_XRDP, Buffer.concat([head, chunk])));
  }
  return Buffer.concat(blocks);
}

function dataIn(body: Buffer): Data {
  if (body.length < DATA_HEAD_BYTES) throw new Error("channel data without its head");
  const length = body.readUInt16LE(4);
  const content = body.subarray(DATA_HEAD_BYTES, DATA_HEAD_BYTES + length);
  if (content.length < length) throw new Error("channel data that is shorter than it says");
  return { channel: body.readUInt16LE(0), flags: body.readUInt16LE(2), total: body.readUInt32LE(6), content };
}

function clipboardIn(setup: Buffer): number | undefined {
  for (let at = 2; at + CHANNEL_ENTRY_BYTES <= setup.length; at += CHANNEL_ENTRY_BYTES) {
    const name = setup.toString("latin1", at, at + 8).replace(/\0.*$/s, "");
    if (name === CLIPBOARD) return setup.readUInt16LE(at + 8);
  }
  return undefined;
}

/** `cutsCharacters`: the service knows no character of more than 16 bits. */
export function createChannelWatch({ cutsCharacters }: { readonly cutsCharacters: boolean }): ChannelWatch {
  let setup: Buffer | undefined;
  let clipboard: number | undefined;
  /** What the service asked its client for last. */
  let asked: number | undefined;
  /** A text that the client gives, as far as it came; of one that is too long nothing is kept. */
  let text: Buffer[] | "too long" | undefined;
  let textBytes = 0;
  /** A service that is there in place of another one takes nothing of which it did not hear the beginning. */
  let isBegun = true;

  function takeText({ channel, flags, content }: Data): Buffer {
    if (flags & FIRST) [text, textBytes] = [[], 0];
    textBytes += content.length;
    if (textBytes > MAX_TEXT_BYTES) text = "too long";
    if (typeof text === "object") text.push(Buffer.from(content));
    if (!(flags & LAST)) return NOTHING;
    const given = typeof text === "object" ? Buffer.concat(text) : undefined;
    text = undefined;
    if (!given || given.length < PDU_HEAD_BYTES) return inChunks(channel, pdu(FORMAT_DATA_RESPONSE, RESPONSE_FAIL, NOTHING));
    const said = given.subarray(PDU_HEAD_BYTES, PDU_HEAD_BYTES + given.readUInt32LE(4));
    return inChunks(channel, pdu(FORMAT_DATA_RESPONSE, RESPONSE_OK, withDigits(said)));
  }

  /** A text that the client gives for what the service asked for. */
  function isText({ flags, content }: Data): boolean {
    if (text !== undefined && !(flags & FIRST)) return true;
    if (!cutsCharacters || asked !== UNICODE_TEXT || !(flags & FIRST) || content.length < PDU_HEAD_BYTES) return false;
    return content.readUInt16LE(0) === FORMAT_DATA_RESPONSE && content.readUInt16LE(2) === RESPONSE_OK;
  }

  function fromXrdp(id: number, body: Buffer): Buffer {
    if (id === CHANNEL_SETUP) {
      setup = Buffer.from(body);
      clipboard = clipboardIn(setup);
    }
    if (id !== DATA_FROM_XRDP) return block(id, body);
    const data = dataIn(body);
    if (data.channel !== clipboard) return block(id, body);
    if (data.flags & FIRST) isBegun = true;
    if (!isBegun) return NOTHING;
    return isText(data) ? takeText(data) : block(id, body);
  }

  function fromService(id: number, body: Buffer): Buffer {
    if (id === DATA_FROM_SERVICE) {
      const { channel, flags, content } = dataIn(body);
      const isRequest = channel === clipboard && (flags & FIRST) !== 0 && content.length >= PDU_HEAD_BYTES + 4;
      if (isRequest && content.readUInt16LE(0) === FORMAT_DATA_REQUEST) asked = content.readUInt32LE(PDU_HEAD_BYTES);
    }
    return block(id, body);
  }

  const blocks = (judge: (id: number, body: Buffer) => Buffer) =>
    wholeMessages(
      MAX_BLOCK_BYTES,
      (bytes) => {
        if (bytes.length < HEAD_BYTES) return undefined;
        const length = bytes.readUInt32LE(4);
        if (length < HEAD_BYTES) throw new Error("a block of the channel service without a length");
        return length;
      },
      (whole) => {
        const judged: Buffer[] = [];
        for (let at = HEAD_BYTES; at + HEAD_BYTES <= whole.length; ) {
          const length = whole.readUInt32LE(at + 4);
          if (length < HEAD_BYTES || at + length > whole.length)
            throw new Error("a message of the channel service without a length");
          judged.push(judge(whole.readUInt32LE(at), whole.subarray(at + HEAD_BYTES, at + length)));
          at += length;
        }
        return Buffer.concat(judged);
      },
    );

  let serviceBlocks = blocks(fromService);
  return {
    fromXrdp: blocks(fromXrdp),
    fromService: (chunk) => serviceBlocks(chunk),
    startAgain() {
      serviceBlocks = blocks(fromService);
      [asked, text, isBegun] = [undefined, undefined, false];
      return setup ? block(CHANNEL_SETUP, setup) : NOTHING;
    },
  };
}
