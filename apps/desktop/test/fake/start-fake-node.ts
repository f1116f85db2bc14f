import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { API_PREFIX, LucidError } from "@lucid/contract";
import { ORPCError } from "@orpc/client";
import { OpenAPIHandler } from "@orpc/openapi/node";
import { WebSocketServer } from "ws";
import { createFakeRouter, type FakeContext } from "./fake-router.ts";
import { serveFakeScreen } from "./fake-screen.ts";
import { createFakeState, type FakeOptions, type FakeState } from "./fake-state.ts";

const DIST = fileURLToPath(new URL("../../renderer/dist/", import.meta.url));
const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

export interface FakeNode extends AsyncDisposable {
  readonly url: string;
  readonly state: FakeState;
  /** Cuts the connections of every viewer, as a bad network would. */
  dropViewers(): void;
}

/** A node without desktops, recorder and chain, for looking at every screen of the built page. */
export async function startFakeNode(options: FakeOptions & { readonly page?: string } = {}, port = 0): Promise<FakeNode> {
  const page = options.page ?? DIST;
  const state = createFakeState(options);
  const handler = new OpenAPIHandler<FakeContext>(createFakeRouter(state), {
    interceptors: [
      async ({ next }) => {
        try {
          return await next();
        } catch (error) {
          throw error instanceof LucidError
            ? new ORPCError(error.code, { status: error.status, message: error.message, data: error.details })
            : error;
        }
      },
    ],
    // An empty query reads as an empty list.
    clientInterceptors: [
      async ({ next, ...options }) => await next({ ...options, input: Array.isArray(options.input) ? undefined : options.input }),
    ],
    customErrorResponseBodyEncoder: ({ code, message, data }) => ({
      error: {
        code,
        message,
        details: data ?? null,
        request_id: randomUUID(),
        timestamp: new Date().toISOString(),
        service: "lucid",
        version: "0.1.0",
      },
    }),
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const context = contextOf(request, response);
    const { matched } = await handler.handle(request, response, { prefix: API_PREFIX, context });
    if (matched) return;
    if (request.url?.startsWith(`${API_PREFIX}/`)) {
      // What this node leaves out answers as the real one does for what is not there.
      response.writeHead(404, { "Content-Type": "application/json" });
      response.end(JSON.stringify(notThere()));
    } else await sendPage(page, request, response);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.statusCode = 500;
      response.end(String(error));
    });
  });
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", serveFakeScreen);
  server.listen(port, "127.0.0.1");
  await once(server, "listening");

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state,
    dropViewers() {
      for (const socket of sockets.clients) socket.terminate();
    },
    async [Symbol.asyncDispose]() {
      state[Symbol.dispose]();
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

const notThere = () => ({
  error: {
    code: "LUCID_ERR_4001",
    message: "Nothing is there",
    details: null,
    request_id: randomUUID(),
    timestamp: new Date().toISOString(),
    service: "lucid",
    version: "0.1.0",
  },
});

/** Cookies do not know ports: two nodes on one computer need two names. */
const cookieName = (request: IncomingMessage): string => `lucid_refresh_${request.socket.localPort}`;

const contextOf = (request: IncomingMessage, response: ServerResponse): FakeContext => ({
  token: request.headers.authorization?.replace(/^Bearer /, ""),
  cookie: new RegExp(`${cookieName(request)}=([^;]+)`).exec(request.headers.cookie ?? "")?.[1],
  setCookie: (value) =>
    response.setHeader(
      "Set-Cookie",
      `${cookieName(request)}=${value ?? ""}; Path=${API_PREFIX}/auth; HttpOnly; SameSite=Strict; Max-Age=${value ? 600 : 0}`,
    ),
});

/** The built page under the same content security policy as the node's: see page-policy.ts of the gateway. */
async function sendPage(folder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = normalize(new URL(request.url ?? "/", "http://node").pathname).replace(/^(\.\.[/\\])+/, "");
  const file = extname(path) === "" ? "index.html" : path;
  const nonce = randomBytes(16).toString("base64");
  const body = await readFile(join(folder, file)).catch(() => undefined);
  response.statusCode = body ? 200 : 404;
  response.setHeader("Content-Type", TYPES[extname(file)] ?? "application/octet-stream");
  response.setHeader(
    "Content-Security-Policy",
    `default-src 'none'; script-src 'self' 'nonce-${nonce}'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data: blob:; font-src 'self'; media-src 'self' blob:; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  );
  const meta = `<meta property="csp-nonce" nonce="${nonce}">`;
  response.end(file.endsWith(".html") && body ? body.toString().replace("<head>", `<head>${meta}`) : body);
}
