import { Worker } from "node:worker_threads";
import { expect, it } from "vitest";

/** Names what a module and everything behind it loads. */
const LIST = `
  import { registerHooks } from "node:module";
  import { parentPort, workerData } from "node:worker_threads";
  const loaded = [];
  registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
  await import(workerData);
  parentPort.postMessage(loaded);
`;

async function loadedBy(module: string): Promise<readonly string[]> {
  const { promise, resolve, reject } = Promise.withResolvers<readonly string[]>();
  const program = new URL(`data:text/javascript,${encodeURIComponent(LIST)}`);
  const worker = new Worker(program, { workerData: new URL(module, import.meta.url).href, execArgv: [] });
  worker.once("message", resolve).once("error", reject);
  try {
    return await promise;
  } finally {
    await worker.terminate();
  }
}

/** Schemas, metrics and curves took more of the time in which a node starts than all the rest. */
it.each([
  "../audit/store/open-audit-store.ts",
  "../node-log/store/open-log-store.ts",
  "../../../foundation/src/store-thread/store-door.ts",
])("a store in a worker of its own starts with what it needs alone: %s", async (module) => {
  const loaded = await loadedBy(module);
  expect(loaded.filter((url) => /\/better-sqlite3\//.test(url))).not.toEqual([]);
  expect(loaded.filter((url) => /\/(zod|prom-client|@noble\/curves|fastify)\//.test(url))).toEqual([]);
});

it("a job about the databases does not load what backups are made and rehearsed with", async () => {
  const loaded = await loadedBy("../backups/job/job.ts");
  expect(loaded.filter((url) => /\/backups\/set\//.test(url))).not.toEqual([]);
  expect(loaded.filter((url) => /\/(zod|fastify|desktops|sessions|@noble)\//.test(url))).toEqual([]);
});
