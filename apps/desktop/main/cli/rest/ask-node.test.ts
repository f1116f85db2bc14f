import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { describe, expect, it } from "vitest";
import { EXIT } from "../exit-codes.ts";
import { askNode } from "./ask-node.ts";
import { withApiKey } from "./node-client.ts";
import { nodeUrl } from "./node-url.ts";

/** Something at an address that is no node. */
async function serve(answer: RequestListener) {
  const server = createServer(answer);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("it has no port");
  const end = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port: address.port, url: `http://127.0.0.1:${address.port}`, end, [Symbol.asyncDispose]: end };
}
const me = (url: string) => withApiKey(url, "lucid_key").client.people.me();

describe("a command says of an address", () => {
  it("where nothing listens that nothing does, and that the node may not run", async () => {
    const { url, end } = await serve(() => undefined);
    await end();
    const failed = expect.objectContaining({ exitCode: EXIT.failed, message: expect.stringContaining(`no answer from ${url}`) });
    await expect(me(url)).rejects.toEqual(failed);
    await expect(me(url)).rejects.toThrow("nothing listens there. Is the node running");
  });

  it("that cuts the connection that it was cut", async () => {
    await using server = await serve((request) => void request.socket.destroy());
    await expect(me(server.url)).rejects.toThrow(`There is no answer from ${server.url}: the connection was cut`);
  });

  it("that is not encrypted that it is not, where https was said", async () => {
    await using server = await serve(() => undefined);
    await expect(me(`https://127.0.0.1:${server.port}`)).rejects.toThrow("it does not speak https");
  });

  it.each([
    ["a proxy's refusal", 502, "text/html"],
    ["a page", 200, "text/html"],
    ["nothing that says what it is", 200, undefined],
    ["an error of something else", 404, "application/json"],
  ])("that answers with %s that no node does", async (_what, status, type) => {
    await using server = await serve((_request, response) => {
      response.writeHead(status, type === undefined ? {} : { "content-type": type });
      response.end('{"error":"<html>"}');
    });
    await expect(me(server.url)).rejects.toThrow(`The answer from ${server.url} is not that of a node (HTTP ${status})`);
  });
});

it("a request that is given up is no address without an answer", async () => {
  const given = AbortSignal.abort(new Error("given up"));
  await expect(askNode(new Request("http://127.0.0.1:9/", { signal: given }))).rejects.toThrow("given up");
});

it("an address with a password in it is refused, without saying it again", () => {
  expect(() => nodeUrl("https://ada:hunter2@node.example")).toThrow(/of node\.example, with a name or a password/);
  expect(() => nodeUrl("https://ada:hunter2@node.example/api")).toThrow(/^(?!.*hunter2)/);
});
