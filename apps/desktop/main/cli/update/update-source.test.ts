import { once } from "node:events";
import { createServer } from "node:http";
import { expect, it } from "vitest";
import { readSmall, updateSource } from "./update-source.ts";

it("says why a release cannot be fetched", async () => {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("it has no port");
  await new Promise((resolve) => server.close(resolve));
  const source = updateSource(`http://127.0.0.1:${address.port}/releases`);
  await expect(readSmall(source, "latest.json", 1_000, new AbortController().signal)).rejects.toMatchObject({
    name: "UpdateRefused",
    message: `latest.json cannot be fetched from http://127.0.0.1:${address.port}: nothing listens there`,
  });
});
