import type { LucidNode } from "@lucid/core";
import { expect, it } from "vitest";
import { createNodeHost } from "./node-host.ts";

/** Nodes that start and stop when the test says so. */
function createNodes() {
  const starts: PromiseWithResolvers<LucidNode>[] = [];
  const log: string[] = [];
  let onRecordings: () => void = () => undefined;
  const node = (name: string): LucidNode => ({
    url: `http://127.0.0.1/${name}`,
    tlsUrl: undefined,
    gateway: { attachPort: () => ({ [Symbol.dispose]: () => undefined }) },
    hosting: { able: false, encoder: null, missing: [], sandbox: "" },
    setupCode: () => undefined,
    recordings: {
      count: () => 0,
      onChange(listener) {
        onRecordings = listener;
        return { [Symbol.dispose]: () => log.push(`${name} not watched`) };
      },
      suspend: async () => undefined,
      wake: async () => [],
    },
    [Symbol.asyncDispose]: async () => void log.push(`${name} ended`),
  });
  return {
    log,
    node,
    tellRecordings: () => onRecordings(),
    startNode() {
      const start = Promise.withResolvers<LucidNode>();
      starts.push(start);
      return start.promise;
    },
    start: async (at: number) => {
      while (!starts[at]) await new Promise((resolve) => setImmediate(resolve));
      return starts[at];
    },
    count: () => starts.length,
  };
}

it("starts one node, however often it is asked, and tells each state", async () => {
  const nodes = createNodes();
  await using host = createNodeHost(nodes);
  const states: string[] = [];
  host.onChange(() => states.push(host.state));
  const both = [host.start(), host.start()];
  (await nodes.start(0)).resolve(nodes.node("first"));
  await Promise.all(both);
  nodes.tellRecordings();
  await host.stop();
  expect(nodes.count()).toBe(1);
  expect(states).toEqual(["starting", "running", "running", "stopping", "stopped"]);
  expect(nodes.log).toEqual(["first not watched", "first ended"]);
  expect(host.node).toBeUndefined();
});

it("ends what a start brought that was not wanted any more", async () => {
  const nodes = createNodes();
  const host = createNodeHost(nodes);
  const starting = host.start();
  const stopping = host.stop();
  (await nodes.start(0)).resolve(nodes.node("late"));
  await Promise.all([starting, stopping]);
  expect(nodes.log).toEqual(["late not watched", "late ended"]);
  expect(host.state).toBe("stopped");
});

it("says why a start failed, and can be started again", async () => {
  const nodes = createNodes();
  await using host = createNodeHost(nodes);
  const first = host.start();
  (await nodes.start(0)).reject(new Error("The port is taken"));
  await first;
  expect(host).toMatchObject({ state: "failed", failure: "The port is taken", node: undefined });
  const second = host.start();
  (await nodes.start(1)).resolve(nodes.node("second"));
  await second;
  expect(host).toMatchObject({ state: "running", failure: undefined });
});
