import { createReadStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { noAnswer } from "../rest/no-answer.ts";
import { UpdateRefused } from "./update-manifest.ts";

/** Where a release lies: a folder of this machine, or one on the web. */
export interface UpdateSource {
  /** The bytes of one of its files. */
  open(name: string, signal: AbortSignal): Promise<Readable>;
}

export function updateSource(place: string): UpdateSource {
  if (!/^https?:\/\//.test(place)) return { open: async (name, signal) => createReadStream(join(place, name), { signal }) };
  const base = place.endsWith("/") ? place : `${place}/`;
  return {
    async open(name, signal) {
      const url = new URL(name, base);
      const answer = await fetch(url, { signal }).catch((error: unknown) => {
        if (signal.aborted) throw error;
        throw new UpdateRefused(`${name} cannot be fetched from ${url.origin}: ${noAnswer(error).words}`);
      });
      if (!answer.ok || !answer.body) throw new UpdateRefused(`${name} cannot be fetched: status ${answer.status}`);
      return Readable.fromWeb(answer.body);
    },
  };
}

/** A small file whole. @throws UpdateRefused when it is longer than `limitBytes`. */
export async function readSmall(source: UpdateSource, name: string, limitBytes: number, signal: AbortSignal): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of await source.open(name, signal)) {
    length += part.length;
    if (length > limitBytes) throw new UpdateRefused(`${name} is longer than ${limitBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
