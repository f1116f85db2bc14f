import { commonErrors } from "@lucid/contract";
import type { Randomness } from "@lucid/foundation";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { Reach } from "../gateway-options.ts";
import { isLocal } from "./is-local.ts";
import { NONCE, pagePolicy } from "./page-policy.ts";

export interface ReferenceDeps {
  readonly document: () => Promise<object>;
  readonly randomness: Randomness;
  /** Who may read them. */
  readonly docs: () => Reach["docs"];
  /** Answers with an error as every route does. */
  readonly refuse: (error: unknown, request: FastifyRequest, reply: FastifyReply) => FastifyReply;
}

/** `/openapi.json`, and the same for people under `/docs`. */
export function addReferenceRoutes(app: FastifyInstance, { document, randomness, docs, refuse }: ReferenceDeps): void {
  let reference: Promise<FastifyInstance> | undefined;
  const requireReader = async ({ raw }: FastifyRequest): Promise<void> => {
    if (docs() === "everybody" || (docs() === "this-computer" && isLocal(raw))) return;
    throw commonErrors.NOT_ALLOWED(undefined, {
      message: "The reference is open on this node's own computer only; its owner opens it with docs_public",
    });
  };
  const onlyReaders = { onRequest: requireReader };
  app.get("/openapi.json", onlyReaders, async (_request, reply) =>
    reply.header("Cache-Control", "no-cache").send(await document()),
  );
  app.get("/docs", onlyReaders, (_request, reply) => reply.redirect("/docs/"));
  app.get("/docs/*", onlyReaders, async (request, reply) => {
    reference ??= openReference({ randomness, refuse });
    const { routing } = await reference;
    reply.hijack();
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
    routing(request.raw, reply.raw);
  });
}

/** The reference is 4 MB of script that few nodes are ever asked for: it is loaded with the first reader. */
async function openReference({ randomness, refuse }: Pick<ReferenceDeps, "randomness" | "refuse">): Promise<FastifyInstance> {
  const { default: scalar } = await import("@scalar/fastify-api-reference");
  const app = fastify();
  await app.register(scalar, {
    routePrefix: "/docs",
    configuration: {
      url: "/openapi.json",
      pageTitle: "Lucid API",
      nonce: NONCE,
      // Nothing may be asked of another host; the policy below makes sure of it.
      withDefaultFonts: false,
      telemetry: false,
      hideClientButton: true,
      showDeveloperTools: "never",
      agent: { disabled: true },
      mcp: { disabled: true },
    },
  });
  app.setNotFoundHandler((request, reply) => refuse(commonErrors.NOT_FOUND(), request, reply));
  app.addHook("onSend", async (_request, reply, payload) => {
    if (typeof payload !== "string" || !String(reply.getHeader("content-type")).startsWith("text/html")) return payload;
    const nonce = Buffer.from(randomness.bytes(16)).toString("base64");
    reply.header("Content-Security-Policy", pagePolicy("", nonce, { styles: "any-inline" }));
    return payload.replaceAll(NONCE, nonce);
  });
  await app.ready();
  return app;
}
