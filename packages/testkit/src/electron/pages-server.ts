import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";

type Handler = (request: Request) => Response | Promise<Response>;

const HOST = /^([a-z0-9.-]+)\.([a-z][a-z0-9+.-]*)\.localhost(?::\d+)?$/i;

/**
 * Schemes of the application's own, which Chromium cannot be taught from outside: `app://name/path` travels as
 * `http://name.app.localhost:port/path`, a secure context as well, and is called by its own address everywhere in the main process.
 */
export interface PagesServer {
  handle(scheme: string, handler: Handler): void;
  unhandle(scheme: string): void;
  isHandled(scheme: string): boolean;
  /** The address under which Chromium finds a page. */
  outside(url: string): string;
  /** The page's own address. */
  inside(url: string): string;
}

/** @param portFile keeps the port, and with it the origin of pages and what they store, from one start to the next. */
export async function startPagesServer(portFile: string): Promise<PagesServer> {
  const handlers = new Map<string, Handler>();
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      // A page that goes in the middle of an answer is none of ours.
      if (!response.destroyed) process.stderr.write(`${String(error)}\n`);
      response.destroy();
    });
  });
  const before = existsSync(portFile) ? Number(readFileSync(portFile, "utf8")) : 0;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(before, "127.0.0.1", resolve);
  });
  server.unref();
  const { port } = server.address() as AddressInfo;
  writeFileSync(portFile, String(port));

  function inside(url: string): string {
    if (!URL.canParse(url)) return url;
    const { host, pathname, search, hash } = new URL(url);
    const [, name, scheme] = HOST.exec(host) ?? [];
    return name === undefined ? url : `${scheme}://${name}${pathname}${search}${hash}`;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { host = "" } = request.headers;
    const [, name, scheme = ""] = HOST.exec(host) ?? [];
    const handler = handlers.get(scheme);
    if (!handler) return void response.writeHead(404).end();
    const headers = new Headers();
    for (const [key, value] of Object.entries(request.headers))
      if (typeof value === "string" && !["host", "connection"].includes(key)) headers.set(key, inside(value));
    const hasBody = !["GET", "HEAD"].includes(request.method ?? "GET");
    const found = await handler(
      new Request(`${scheme}://${name}${request.url}`, {
        method: request.method ?? "GET",
        headers,
        ...(hasBody ? { body: Readable.toWeb(request) as never, duplex: "half" as const } : {}),
      }),
    );
    const answered = Object.fromEntries(found.headers);
    // What fetch has unpacked already.
    delete answered["content-encoding"];
    delete answered["content-length"];
    response.writeHead(found.status, answered);
    if (!found.body) return void response.end();
    await pipeline(Readable.fromWeb(found.body as ReadableStream), response);
  }

  return {
    handle: (scheme, handler) => void handlers.set(scheme, handler),
    unhandle: (scheme) => void handlers.delete(scheme),
    isHandled: (scheme) => handlers.has(scheme),
    inside,
    outside(url) {
      const [, scheme = "", rest = ""] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/i.exec(url) ?? [];
      if (!handlers.has(scheme)) return url;
      const [, name = "", path = ""] = /^([^/?#]*)(.*)$/.exec(rest) ?? [];
      return `http://${name}.${scheme}.localhost:${port}${path.startsWith("/") ? path : `/${path}`}`;
    },
  };
}
