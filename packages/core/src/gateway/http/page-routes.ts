import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { Randomness } from "@lucid/foundation";
import type { FastifyInstance, FastifyReply } from "fastify";
import { sendEncoded } from "./page-encoding.ts";
import { pagePolicy, withNonce } from "./page-policy.ts";

/** Where the files lie that carry their hash in their name and never change. */
export const ASSETS = "/assets/";

/** As the build names them, with an encoding where the file has one. */
const WORKER = /\.worker-[\w-]+\.js(\.br|\.gz)?$/;
/** What a page is put together from, and nobody can open as a page: what browsers ask of documents says nothing there. */
const PART = /\.(js|css|woff2)(\.br|\.gz)?$/;
const OF_DOCUMENTS = ["X-Frame-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Permissions-Policy"];

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
      if (!path.startsWith(join(root, ASSETS))) {
        response.header("Cache-Control", "no-cache").header("Content-Security-Policy", filePolicy);
        return;
      }
      response.header("Cache-Control", "public, max-age=31536000, immutable");
      // Workers do not take the policy of their page: it stands on their own file.
      if (WORKER.test(path)) response.header("Content-Security-Policy", filePolicy);
      else if (PART.test(path)) for (const name of OF_DOCUMENTS) response.removeHeader(name);
    },
  });
  // The route for all files reads the folder at each request, to tell how its names are written: there are hundreds, and no two alike.
  app.get<{ Params: { file: string } }>(`${ASSETS}:file`, ({ params }, reply) => reply.sendFile(`${ASSETS}${params.file}`));
  app.get("/", (_request, reply) => sendHtml(reply, "index.html"));
  for (const file of await readdir(root)) {
    if (file.endsWith(".html")) app.get(`/${file}`, (_request, reply) => sendHtml(reply, file));
  }

  return { send: (reply) => sendHtml(reply, "index.html") };
}
