import type { PartHealth } from "@lucid/contract";
import { startTestNode, type TestNode } from "@lucid/testkit/node";
import { describe, expect, it } from "vitest";
import type { HostPart } from "./host-parts.ts";

const GOOD: PartHealth = { ok: true, detail: "connected", last_success: "2026-01-01T00:00:00.000Z" };
const BAD: PartHealth = { ok: false, detail: "no peer yet", last_success: null };
/** Sends nothing to anybody. */
const SILENT = {
  sendBlock: () => undefined,
  sendAttestation: () => undefined,
  sendTransaction: () => undefined,
  requestBlock: () => undefined,
};

/** A part of the host that only says how it is, and that it ended. */
function createPart(name: string, health: PartHealth, ended: string[]): HostPart {
  return {
    health: async () => health,
    [Symbol.asyncDispose]: async () => void ended.push(name),
  };
}

async function partsOf(node: TestNode): Promise<Record<string, PartHealth>> {
  const { dependencies } = (await (await fetch(`${node.url}/health`)).json()) as { dependencies: Record<string, PartHealth> };
  return dependencies;
}

describe("parts of the host", () => {
  it("are shown by the node, and end with it", async () => {
    const ended: string[] = [];
    const sent: string[] = [];
    const node = await startTestNode({
      parts: {
        transport: {
          ...createPart("transport", GOOD, ended),
          ...SILENT,
          sendBlock: ({ header }) => void sent.push(`block ${header.height}`),
        },
      },
    });
    expect(await partsOf(node)).toMatchObject({ transport: GOOD });
    await node.time.pass(30);
    expect(sent).toContain("block 1");
    expect(ended).toEqual([]);
    await node[Symbol.asyncDispose]();
    expect(ended).toEqual(["transport"]);
  });

  it("are ended when the node does not start", async () => {
    const ended: string[] = [];
    const starting = startTestNode({
      missing: ["Xvnc"],
      parts: { transport: { ...createPart("transport", GOOD, ended), ...SILENT } },
      settings: { hosting: "required" },
    });
    await expect(starting).rejects.toThrow("Xvnc: missing");
    expect(ended).toEqual(["transport"]);
  });

  it("that are not well are shown as such, and the node goes on", async () => {
    await using node = await startTestNode({
      parts: { transport: { ...createPart("transport", BAD, []), ...SILENT } },
    });
    expect(await partsOf(node)).toMatchObject({ transport: BAD });
    expect((await fetch(`${node.url}/health/ready`)).status).toBe(200);
  });

  it("are not spoken of where there are none", async () => {
    await using node = await startTestNode();
    const parts = Object.keys(await partsOf(node));
    expect(parts).toContain("chain");
    for (const name of ["payments", "transport", "tor"]) expect(parts).not.toContain(name);
  });
});
