import { readFile } from "node:fs/promises";

export interface XCookie {
  readonly name: string;
  readonly data: string;
}

/** A display without access control takes this. */
export const NO_COOKIE: XCookie = { name: "", data: "" };
const NAME = "MIT-MAGIC-COOKIE-1";

/**
 * Finds the display's cookie in an Xauthority file (libXau: per entry family, then address, display number,
 * name and data, each a 16-bit big-endian length and bytes). Entries without a display number fit all.
 */
export async function readCookie(path: string, displayNumber: number): Promise<XCookie> {
  const file = await readFile(path);
  let at = 0;
  const field = (): string => {
    const length = file.readUInt16BE(at);
    const start = at + 2;
    at = start + length;
    if (at > file.length) throw new RangeError("The Xauthority file ends inside an entry");
    return file.toString("latin1", start, at);
  };
  while (at < file.length) {
    at += 2;
    const [, display, name, data] = [field(), field(), field(), field()];
    if (name === NAME && (display === "" || display === String(displayNumber))) return { name, data: data ?? "" };
  }
  return NO_COOKIE;
}
