import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { API_PREFIX } from "@lucid/contract";
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
  const policyOf = (nonce: string): string =>
    [
      "default-src 'self'",
      `script-src 'self' 'nonce-${nonce}'`,
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' data: blob:",
      "media-src 'self' blob:",
      `connect-src 'self' ${sockets}`,
      "worker-src 'self' blob:",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join("; ");

  protocol.handle(SCHEME, async (request) => {
    const url = new URL(request.url);
    if (url.pathname.startsWith(`${API_PREFIX}/`))
      return await net.fetch(new Request(`${gateway}${url.pathname}${url.search}`, request));
    // A path of the page's own, like /sessions, is the page; normalize keeps what is asked for inside of the folder.
    const file = extname(url.pathname) === "" ? "index.html" : normalize(`/${url.pathname}`);
    const body = await readFile(join(page, file)).catch(missingAsNothing);
    if (!body) return new Response("Not found", { status: 404 });
    const nonce = randomBytes(16).toString("base64");
    const headers = {
      "Content-Type": TYPES[extname(file)] ?? "application/octet-stream",
      "Content-Security-Policy": policyOf(nonce),
      "X-Content-Type-Options": "nosniff",
    };
    return new Response(file.endsWith(".html") ? withNonce(body.toString(), nonce) : new Uint8Array(body), { headers });
  });

  // The viewer's WebSocket goes straight to the gateway, which takes it from its own page only. This page is that one.
  session.defaultSession.webRequest.onBeforeSendHeaders({ urls: [`${sockets}/*`] }, ({ requestHeaders }, decide) =>
    decide({ requestHeaders: { ...requestHeaders, Origin: gateway, "Sec-Fetch-Site": "same-origin" } }),
  );
}

const withNonce = (html: string, nonce: string): string =>
  html.replace(/<head[^>]*>/i, (head) => `${head}<meta property="csp-nonce" nonce="${nonce}">`);

/** What is not there is a 404; a file that is there and cannot be read is a fault to be seen. */
function missingAsNothing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT" && error.code !== "EISDIR" && error.code !== "ENOTDIR") throw error;
}
