import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { Randomness } from "@lucid/foundation";
import type { FastifyInstance, FastifyReply } from "fastify";
import { sendEncoded } from "./page-encoding.ts";
import { pagePolicy, withNonce } from "./page-policy.ts";

/** Where the files lie that carry their hash in their name and never change. */
export const ASSETS = "/assets/";

export interface Page {
  /** Answers with the page, whatever path of its own the browser asked for. */
  send(reply: FastifyReply): Promise<FastifyReply>;
}

/** Serves the files of the page. */
export async function addPageRoutes(app: FastifyInstance, randomness: Randomness, root: string): Promise<Page> {
  async function sendHtml(reply: FastifyReply, file: string): Promise<FastifyReply> {
    const nonce = Buffer.from(randomness.bytes(16)).toString("base64");
    const html = await readFile(join(root, file), "utf8");
    reply
      .header("Content-Security-Policy", pagePolicy(html, nonce))
      .header("Cache-Control", "no-cache")
      .type("text/html; charset=utf-8");
    return await sendEncoded(reply, withNonce(html, nonce));
  }

  const filePolicy = pagePolicy("", undefined);
  await app.register(fastifyStatic, {
    root,
    index: false,
    // Answers go through the reply, so that a missing file reaches the handler of unknown paths.
    wildcard: true,
    cacheControl: false,
    // The build puts a .br and a .gz beside what gains by it.
    preCompressed: true,
    setHeaders(response, path) {
      const fixed = path.startsWith(join(root, ASSETS));
      response.header("Cache-Control", fixed ? "public, max-age=31536000, immutable" : "no-cache");
      // Workers do not take the policy of their page: it stands on their own file.
      response.header("Content-Security-Policy", filePolicy);
    },
  });
  app.get("/", (_request, reply) => sendHtml(reply, "index.html"));
  for (const file of await readdir(root)) {
    if (file.endsWith(".html")) app.get(`/${file}`, (_request, reply) => sendHtml(reply, file));
  }

  return { send: (reply) => sendHtml(reply, "index.html") };
}
