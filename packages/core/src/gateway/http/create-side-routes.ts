import { existsSync } from "node:fs";
import { join } from "node:path";
import { API_PREFIX, commonErrors, LucidError } from "@lucid/contract";
import type { Clock, Randomness } from "@lucid/foundation";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { Logger } from "pino";
import type { Registry } from "prom-client";
import type { BulkService, Services } from "../../calls/index.ts";
import type { Reach } from "../gateway-options.ts";
import type { Guard } from "../guard.ts";
import type { LoginStreams } from "../login-streams.ts";
import type { GatewayMetrics } from "../metrics/index.ts";
import { toWireError } from "../wire-error.ts";
import { addBulkRoutes } from "./bulk-routes.ts";
import { addHealthRoutes } from "./health-routes.ts";
import type { MakeCall } from "./incoming-call.ts";
import { ASSETS, addPageRoutes } from "./page-routes.ts";
import { addReferenceRoutes } from "./reference-routes.ts";
import { DATA_HEADERS } from "./security-headers.ts";
import { addTailRoute } from "./tail-route.ts";
import { addWitnessRoute, WITNESS } from "./witness-route.ts";

export interface SideRouteDeps {
  readonly guard: Guard;
  readonly bulk: BulkService;
  readonly node: Pick<Services["node"], "health" | "status">;
  readonly gateway: Pick<Services["gateway"], "metrics">;
  readonly registry: Registry;
  readonly metrics: GatewayMetrics;
  readonly loginStreams: LoginStreams;
  readonly log: Logger;
  readonly makeCall: MakeCall;
  readonly document: () => Promise<object>;
  /** The methods that the contract has for a path. */
  readonly methodsOf: (pathname: string) => Promise<string[]>;
  readonly clock: Clock;
  readonly randomness: Randomness;
}

export interface SideRouteOptions {
  readonly version: string;
  readonly metrics: () => Reach["metrics"];
  readonly docs: () => Reach["docs"];
  /** Folder of the built page. */
  readonly page: string | undefined;
}

/** Everything the listener serves beside the contract: files, the page, the reference, health and metrics. */
export async function createSideRoutes(deps: SideRouteDeps, options: SideRouteOptions): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    bodyLimit: 1_024,
    genReqId: () => deps.randomness.uuid(),
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error, request, reply) => void refuse(error, request, reply as FastifyReply),
  });
  app.removeAllContentTypeParsers();

  function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const requestId = String(reply.getHeader("X-Request-Id") ?? request.id);
    const shown = toWireError(fromFramework(error), { requestId, nowMs: deps.clock.now(), version: options.version });
    return reply
      .code(shown.status)
      .headers({ ...DATA_HEADERS, "X-Request-Id": requestId })
      .type("application/json")
      .send(shown.data);
  }

  async function methodsOf(pathname: string): Promise<string[]> {
    const own = byteRoutes.filter(({ path }) => path.test(pathname)).map(({ method }) => method);
    if (isBelow(pathname, API_PREFIX)) return [...(await deps.methodsOf(pathname)), ...own];
    if (app.hasRoute({ method: "POST", url: pathname })) return ["POST"];
    return app.hasRoute({ method: "GET", url: pathname }) ? ["GET", "HEAD"] : [];
  }

  /** Routes of the API that are not of the contract. */
  const byteRoutes: { readonly path: RegExp; readonly method: string }[] = [];
  app.addHook("onRoute", ({ url, method }) => {
    if (!isBelow(url, API_PREFIX)) return;
    const path = new RegExp(`^${url.replace(/:\w+/g, "[^/]+")}$`);
    for (const one of [method].flat()) byteRoutes.push({ path, method: one });
  });
  app.addHook("onRequest", async (_request, reply) => void reply.headers(DATA_HEADERS));
  app.setErrorHandler(refuse);

  addHealthRoutes(app, deps, options);
  addReferenceRoutes(app, { ...deps, refuse, docs: options.docs });
  addBulkRoutes(app, deps);
  addTailRoute(app, deps);
  addWitnessRoute(app, deps);
  const page = options.page !== undefined && existsSync(join(options.page, "index.html")) ? options.page : undefined;
  const pages = page === undefined ? undefined : await addPageRoutes(app, deps.randomness, page);
  if (!pages) app.get("/", (_request, reply) => reply.type("text/plain; charset=utf-8").send(NO_PAGE));

  app.setNotFoundHandler(async (request, reply) => {
    const pathname = request.url.split("?", 1)[0] ?? "/";
    const methods = await methodsOf(pathname);
    if (methods.length > 0) {
      reply.header("Allow", methods.join(", "));
      return refuse(methodNotAllowed(methods), request, reply);
    }
    if (pages && !isData(pathname) && wantsPage(request, pathname)) return pages.send(reply);
    return refuse(commonErrors.NOT_FOUND(), request, reply);
  });

  await app.ready();
  return app;
}

const NO_PAGE = `This Lucid node runs, but its page is not built ("npm run build" builds it).\nThe API is under ${API_PREFIX}, its reference at /docs.\n`;

const isBelow = (pathname: string, folder: string): boolean => pathname === folder || pathname.startsWith(`${folder}/`);

/** Where programs and probes look for something: whoever asks there never gets the page. */
const DATA = ["/api", "/health", "/metrics", "/status", "/stats", "/docs", "/redoc", "/openapi.json", WITNESS];
const isData = (pathname: string): boolean => DATA.some((folder) => isBelow(pathname, folder));

/** A browser goes to a path of the page's own router: no file has such a name or lies there, and no program asks for it like this. */
function wantsPage({ method, headers }: FastifyRequest, pathname: string): boolean {
  if ((method !== "GET" && method !== "HEAD") || /\.\w+$/.test(pathname) || pathname.startsWith(ASSETS)) return false;
  return /\btext\/html\b/i.test(headers.accept ?? "") && (headers["sec-fetch-mode"] ?? "navigate") === "navigate";
}

const methodNotAllowed = (methods: readonly string[]): LucidError =>
  new LucidError({ ...commonErrors.spec.NOT_ALLOWED, status: 405 }, undefined, {
    message: `This path takes ${methods.join(", ")} only`,
  });

/** Fastify refuses malformed URLs and bodies with errors of its own. */
function fromFramework(error: unknown): unknown {
  if (!(error instanceof Error) || !("statusCode" in error) || typeof error.statusCode !== "number") return error;
  if (error.statusCode === 404) return commonErrors.NOT_FOUND(undefined, { cause: error });
  if (error.statusCode === 413) return commonErrors.REQUEST_TOO_LARGE(undefined, { cause: error });
  if (error.statusCode >= 400 && error.statusCode < 500) {
    return commonErrors.INVALID_REQUEST({ issues: [{ path: "", message: error.message }] }, { cause: error });
  }
  return error;
}
