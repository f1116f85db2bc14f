import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { API_PREFIX } from "@lucid/contract";
import { pagePolicy, withNonce } from "@lucid/core";
import { net, protocol, session } from "electron";

const SCHEME = "app";
export const PAGE_ORIGIN = `${SCHEME}://lucid`;

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/** Makes app:// a scheme with an origin of its own. Before the application is ready. */
export function declarePageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

export interface PageProtocolOptions {
  /** Folder of the built page. */
  readonly page: string;
  /** Where the node's gateway listens. */
  readonly gateway: string;
}

/** Serves the built page as app://lucid, and the gateway's paths for bytes below it, so that the page has one origin. */
export function servePage({ page, gateway }: PageProtocolOptions): void {
  const sockets = gateway.replace(/^http/, "ws");
  protocol.handle(SCHEME, async (request) => {
    const url = new URL(request.url);
    if (url.pathname.startsWith(`${API_PREFIX}/`))
      return await net.fetch(new Request(`${gateway}${url.pathname}${url.search}`, request));
    // A path of the page's own, like /sessions, is the page; normalize keeps what is asked for inside of the folder.
    const file = extname(url.pathname) === "" ? "index.html" : normalize(`/${url.pathname}`);
    const body = await readFile(join(page, file)).catch(missingAsNothing);
    if (!body) return new Response("Not found", { status: 404 });
    const nonce = randomBytes(16).toString("base64");
    const html = file.endsWith(".html") ? body.toString() : undefined;
    const headers = {
      "Content-Type": TYPES[extname(file)] ?? "application/octet-stream",
      "Content-Security-Policy": pagePolicy(html ?? "", nonce, { connect: [sockets] }),
      "X-Content-Type-Options": "nosniff",
    };
    return new Response(html === undefined ? new Uint8Array(body) : withNonce(html, nonce), { headers });
  });

  // The viewer's WebSocket goes straight to the gateway, which takes it from its own page only. This page is that one.
  session.defaultSession.webRequest.onBeforeSendHeaders({ urls: [`${sockets}/*`] }, ({ requestHeaders }, decide) =>
    decide({ requestHeaders: { ...requestHeaders, Origin: gateway, "Sec-Fetch-Site": "same-origin" } }),
  );
}

/** What is not there is a 404; a file that is there and cannot be read is a fault to be seen. */
function missingAsNothing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT" && error.code !== "EISDIR" && error.code !== "ENOTDIR") throw error;
}
