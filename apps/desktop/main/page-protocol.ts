import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { API_PREFIX } from "@lucid/contract";
import { pagePolicy, SECURITY_HEADERS, withNonce } from "@lucid/core";
import { net, protocol, session } from "electron";
import { PAGE_SCHEME } from "./page-address.ts";
import type { OpenedFiles } from "./shell/opened-files.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/** What the gateway serves below the page's origin: bytes of recordings, and the reference of the API. */
const OF_GATEWAY = new RegExp(`^(?:${API_PREFIX}/|/docs/|/openapi\\.json$)`);

/** Makes app:// a scheme with an origin of its own. Before the application is ready. */
export function declarePageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: PAGE_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

export interface PageProtocolOptions {
  /** Folder of the built page. */
  readonly page: string;
  /** Where the node's gateway listens; undefined while there is no node. */
  readonly gateway: () => string | undefined;
  readonly files: Pick<OpenedFiles, "answer">;
}

const notFound = (): Response => new Response("Not found", { status: 404, headers: SECURITY_HEADERS });

/** Serves the built page as app://lucid, and the gateway's paths for bytes below it, so that the page has one origin. */
export function servePage({ page, gateway, files }: PageProtocolOptions): void {
  protocol.handle(PAGE_SCHEME, async (request) => {
    const { pathname, search } = new URL(request.url);
    const node = gateway();
    if (OF_GATEWAY.test(pathname)) {
      if (node === undefined) return new Response("The node is stopped", { status: 503, headers: SECURITY_HEADERS });
      return await net.fetch(new Request(`${node}${pathname}${search}`, request));
    }
    const opened = await files.answer(pathname);
    if (opened) return opened;
    // A path of the page's own, like /sessions, is the page; normalize keeps what is asked for inside of the folder.
    const file = extname(pathname) === "" ? "index.html" : normalize(`/${pathname}`);
    const body = await readFile(join(page, file)).catch(missingAsNothing);
    if (!body) return notFound();
    const nonce = randomBytes(16).toString("base64");
    const html = file.endsWith(".html") ? body.toString() : undefined;
    const headers = {
      ...SECURITY_HEADERS,
      "Content-Type": TYPES[extname(file)] ?? "application/octet-stream",
      "Content-Security-Policy": pagePolicy(html ?? "", nonce, { connect: node === undefined ? [] : [socketsOf(node)] }),
    };
    return new Response(html === undefined ? new Uint8Array(body) : withNonce(html, nonce), { headers });
  });
}

/** The viewer's WebSocket goes straight to the gateway, which takes it from its own page only. This page is that one. */
export function nameAsGatewaysPage(gateway: string): void {
  session.defaultSession.webRequest.onBeforeSendHeaders({ urls: [`${socketsOf(gateway)}/*`] }, ({ requestHeaders }, decide) =>
    decide({ requestHeaders: { ...requestHeaders, Origin: gateway, "Sec-Fetch-Site": "same-origin" } }),
  );
}

const socketsOf = (gateway: string): string => gateway.replace(/^http/, "ws");

/** What is not there is a 404; a file that is there and cannot be read is a fault to be seen. */
function missingAsNothing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT" && error.code !== "EISDIR" && error.code !== "ENOTDIR") throw error;
}
