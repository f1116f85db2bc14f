import type { DisplaySize } from "./read-display.ts";

/**
 * A live Matroska stream of raw I420 pictures (RFC 9559): the leanest way to hand pictures with their times to ffmpeg.
 * Sizes of the segment and the clusters are unknown or exact; each picture is a cluster of its own.
 */

const ID = {
  ebml: 0x1a45dfa3,
  docType: 0x4282,
  segment: 0x18538067,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackNumber: 0xd7,
  trackUid: 0x73c5,
  trackType: 0x83,
  codecId: 0x86,
  defaultDuration: 0x23e383,
  video: 0xe0,
  pixelWidth: 0xb0,
  pixelHeight: 0xba,
  fourCc: 0x2eb524,
  cluster: 0x1f43b675,
  timestamp: 0xe7,
  simpleBlock: 0xa3,
} as const;

const TRACK = 1;
const VIDEO_TRACK = 1;
const KEYFRAME = 0x80;
const NS_PER_MS = 1_000_000;
/** An element of unknown size (RFC 8794, 6.2). */
const UNKNOWN_SIZE = Buffer.from([0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);

const idBytes = (id: number): Buffer => {
  const hex = id.toString(16);
  return Buffer.from(hex, "hex");
};

/** A size of eight bytes (RFC 8794, 4.4). */
function sizeBytes(size: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(size) | (1n << 56n));
  return bytes;
}

const element = (id: number, ...content: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(content);
  return Buffer.concat([idBytes(id), sizeBytes(body.length), body]);
};

const number = (id: number, value: number): Buffer => {
  const body = Buffer.alloc(8);
  body.writeBigUInt64BE(BigInt(value));
  return element(id, body);
};

const text = (id: number, value: string): Buffer => element(id, Buffer.from(value, "latin1"));

/** Begins the stream. `usualMs` is the usual time of a picture: what the last one of all is shown for. */
export function matroskaHeader(size: DisplaySize, usualMs: number): Buffer {
  return Buffer.concat([
    element(ID.ebml, text(ID.docType, "matroska")),
    idBytes(ID.segment),
    UNKNOWN_SIZE,
    element(ID.info, number(ID.timestampScale, NS_PER_MS)),
    element(
      ID.tracks,
      element(
        ID.trackEntry,
        number(ID.trackNumber, TRACK),
        number(ID.trackUid, TRACK),
        number(ID.trackType, VIDEO_TRACK),
        number(ID.defaultDuration, usualMs * NS_PER_MS),
        text(ID.codecId, "V_UNCOMPRESSED"),
        element(ID.video, number(ID.pixelWidth, size.width), number(ID.pixelHeight, size.height), text(ID.fourCc, "I420")),
      ),
    ),
  ]);
}

/** What precedes the bytes of a picture with this time. */
export function pictureHeader(timeMs: number, pictureBytes: number): Buffer {
  const block = Buffer.from([0x80 | TRACK, 0, 0, KEYFRAME]);
  const time = number(ID.timestamp, timeMs);
  const blockHead = Buffer.concat([idBytes(ID.simpleBlock), sizeBytes(block.length + pictureBytes), block]);
  return Buffer.concat([idBytes(ID.cluster), sizeBytes(time.length + blockHead.length + pictureBytes), time, blockHead]);
}
