import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";

/** Under this path of the page's scheme a file that a person opened is read, by the window that it was opened in. */
export const OPENED_FILES = "/opened-file/";

export interface OpenedFiles {
  /** Lets a window read the file. @returns the page that shows it. */
  offer(path: string): `/${string}`;
  /** The file behind a path of the scheme; undefined where it names none. */
  answer(pathname: string): Promise<Response | undefined>;
  /** Takes the file of a page back: its window is closed. */
  withdraw(page: string): void;
}

/** Files that a person opened with the program. A page learns the name of one and reads its bytes; never its path, never another file. */
export function createOpenedFiles(): OpenedFiles {
  const paths = new Map<string, string>();
  return {
    offer(path) {
      const token = randomBytes(16).toString("base64url");
      paths.set(token, path);
      return `/opened#${token}`;
    },
    withdraw: (page) => void paths.delete(page.slice(page.indexOf("#") + 1)),
    async answer(pathname) {
      if (!pathname.startsWith(OPENED_FILES)) return undefined;
      const path = paths.get(pathname.slice(OPENED_FILES.length));
      if (path === undefined) return new Response("Not found", { status: 404 });
      const found = await stat(path).catch(() => undefined);
      if (!found?.isFile()) return new Response("It cannot be read", { status: 404, headers: nameOf(path) });
      const headers = {
        ...nameOf(path),
        "Content-Type": "application/octet-stream",
        "Content-Length": String(found.size),
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
      };
      return new Response(Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array<ArrayBuffer>>, { headers });
    },
  };
}

const nameOf = (path: string): Record<string, string> => ({ "X-File-Name": encodeURIComponent(basename(path)) });
