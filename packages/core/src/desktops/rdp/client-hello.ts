import type { Socket } from "node:net";
import { createByteReader } from "../rfb/byte-reader.ts";

/** Longest connection request that is read: cookie and flags take a hundred bytes (MS-RDPBCGR 2.2.1.1). */
const MAX_REQUEST_BYTES = 1_024;
const TPKT_VERSION = 3;
const X224_CONNECTION_REQUEST = 0xe0;
const TLS_HANDSHAKE = 0x16;

/** The X.224 connection request with which every RDP client begins, as it came. @throws for anything else, and at the client's end. */
export async function readConnectionRequest(socket: Socket): Promise<Buffer> {
  const reader = createByteReader(socket);
  try {
    const head = await reader.read(4);
    const length = head.readUInt16BE(2);
    if (head[0] !== TPKT_VERSION || length < 11 || length > MAX_REQUEST_BYTES) throw new Error("not an RDP client");
    const body = await reader.read(length - head.length);
    if (((body[1] ?? 0) & 0xf0) !== X224_CONNECTION_REQUEST) throw new Error("not an RDP connection request");
    return Buffer.concat([head, body]);
  } finally {
    reader.release();
  }
}

/** Whether these first bytes after the request begin a TLS handshake (RFC 8446, 5.1). xrdp takes nothing else. */
export const isTlsHello = (bytes: Buffer): boolean => bytes[0] === TLS_HANDSHAKE;
