import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { negotiate } from "@fastify/accept-negotiator";
import type { FastifyReply } from "fastify";

/** Fast enough for each answer anew: a few ms, off the event loop, for the largest page there is. */
const BROTLI_QUALITY = 5;

const encoders = {
  br: (text: string) => promisify(brotliCompress)(text, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
  gzip: (text: string) => promisify(gzip)(text),
} as const;
type Encoding = keyof typeof encoders;
const known = Object.keys(encoders) as Encoding[];

/** Sends a text that is made for this answer alone, in the best encoding that the browser takes. */
export async function sendEncoded(reply: FastifyReply, text: string): Promise<FastifyReply> {
  reply.header("Vary", "accept-encoding");
  const encoding = negotiate<Encoding>(reply.request.headers["accept-encoding"] ?? "", known);
  if (!encoding) return reply.send(text);
  return reply.header("Content-Encoding", encoding).send(await encoders[encoding](text));
}
