import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import {
  accept,
  type BlockRange,
  ignore,
  type NetworkPort,
  type PromptNode,
  reject,
  type Topic,
  type Verdict,
} from "./network-port.ts";

/** Nodes that are connected with each other: each with its port, and the name under which others know it. */
export interface PortNetwork extends AsyncDisposable {
  readonly ends: readonly { readonly name: string; readonly port: NetworkPort }[];
  /** Lets what was said arrive. */
  settle(): Promise<void>;
}

export interface PortNetworkOptions {
  /** In the order of the ends. */
  readonly nodes: readonly PromptNode[];
  /** Pairs of ends that hear each other. */
  readonly links: readonly (readonly [number, number])[];
}

export type MakePortNetwork = (options: PortNetworkOptions) => Promise<PortNetwork>;

interface Heard {
  readonly peer: string;
  readonly topic: Topic;
  readonly text: string;
}

/** A node that keeps what it hears, and says of it what it is told to. */
class Listener implements PromptNode {
  readonly heard: Heard[] = [];
  readonly answers: { readonly peer: string; readonly range: BlockRange; readonly blocks: readonly string[] }[] = [];
  readonly asked: BlockRange[] = [];
  readonly statuses: { readonly peer: string; readonly text: string; readonly askedMs: number }[] = [];
  status: Uint8Array | undefined;
  verdict: Verdict = accept;
  blocks: readonly Uint8Array[] = [];

  receive(peer: string, topic: Topic, bytes: Uint8Array): Verdict {
    this.heard.push({ peer, topic, text: Buffer.from(bytes).toString() });
    return this.verdict;
  }
  serve(range: BlockRange): readonly Uint8Array[] {
    this.asked.push(range);
    return this.blocks;
  }
  receiveBlocks(peer: string, range: BlockRange, blocks: readonly Uint8Array[]): Verdict {
    this.answers.push({ peer, range, blocks: blocks.map((block) => Buffer.from(block).toString()) });
    return accept;
  }
  receiveStatus(peer: string, bytes: Uint8Array, askedMs: number): Verdict {
    this.statuses.push({ peer, text: Buffer.from(bytes).toString(), askedMs });
    return accept;
  }
  greeting(topic: "status" | "certificates"): Uint8Array | undefined {
    return topic === "status" ? this.status : undefined;
  }
}

const topics: readonly Topic[] = ["blocks", "votes", "transactions", "evidence", "certificates", "status"];
const bytesOf = (text: string): Uint8Array => Buffer.from(text);
const range: BlockRange = { tip: "ab".repeat(32), from: 7 };

/** What an engine relies on, of whatever carries its words. */
export function testNetworkPort(make: MakePortNetwork): void {
  let nodes: Listener[];
  let network: PortNetwork;

  /** Three in a row: the first and the last hear each other only through the one between them. */
  beforeEach(async () => {
    nodes = [new Listener(), new Listener(), new Listener()];
    const links = [
      [0, 1],
      [1, 2],
    ] as const;
    network = await make({ nodes, links });
  });
  afterEach(() => network[Symbol.asyncDispose]());

  const endOf = (end: number) => theOne(network.ends[end]);
  const portOf = (end: number): NetworkPort => endOf(end).port;
  const nameOf = (end: number): string => endOf(end).name;
  const node = (end: number): Listener => theOne(nodes[end]);

  /** Waits until an end has heard a text, and returns everything it has heard. */
  async function heardBy(end: number, text: string): Promise<readonly Heard[]> {
    await vi.waitFor(async () => {
      await network.settle();
      expect(node(end).heard.map((one) => one.text)).toContain(text);
    });
    return node(end).heard;
  }

  it("brings every topic to the neighbour, whole and once", async () => {
    for (const topic of topics) portOf(0).broadcast(topic, bytesOf(`about ${topic}`));
    portOf(0).broadcast("status", bytesOf("about status"));
    for (const topic of topics) await heardBy(1, `about ${topic}`);
    portOf(0).broadcast("votes", bytesOf("the last word"));
    await heardBy(1, "the last word");
    const expected = topics.map((topic) => ({ peer: nameOf(0), topic, text: `about ${topic}` }));
    expect(
      node(1)
        .heard.filter(({ text }) => text !== "the last word")
        .toSorted(byTopic),
    ).toEqual(expected.toSorted(byTopic));
    expect(node(0).heard).toEqual([]);
  });

  it("passes on what was accepted, in the name of who passed it on", async () => {
    portOf(0).broadcast("votes", bytesOf("a vote"));
    expect(await heardBy(2, "a vote")).toEqual([{ peer: nameOf(1), topic: "votes", text: "a vote" }]);
  });

  it.each([ignore("known"), reject("bad")])("passes on nothing that was not accepted: $kind", async (verdict) => {
    node(1).verdict = verdict;
    portOf(0).broadcast("votes", bytesOf("a bad vote"));
    await heardBy(1, "a bad vote");
    node(1).verdict = accept;
    portOf(0).broadcast("votes", bytesOf("a good vote"));
    expect(await heardBy(2, "a good vote")).toEqual([{ peer: nameOf(1), topic: "votes", text: "a good vote" }]);
  });

  it("does not take the same bytes under another topic for a repetition", async () => {
    node(1).verdict = ignore("malformed");
    portOf(2).broadcast("status", bytesOf("a vote"));
    await heardBy(1, "a vote");
    node(1).verdict = accept;
    portOf(0).broadcast("votes", bytesOf("a vote"));
    await vi.waitFor(async () => {
      await network.settle();
      expect(node(1).heard).toContainEqual({ peer: nameOf(0), topic: "votes", text: "a vote" });
    });
  });

  it("brings a block of two megabytes to everybody", async () => {
    const text = randomBytes(1_048_576).toString("hex");
    portOf(0).broadcast("blocks", bytesOf(text));
    await heardBy(2, text);
    expect([node(1), node(2)].map(({ heard }) => heard.map(({ topic, text: { length } }) => [topic, length]))).toEqual([
      [["blocks", 2_097_152]],
      [["blocks", 2_097_152]],
    ]);
  });

  it("answers a request with the blocks of the range, in order", async () => {
    const large = randomBytes(400_000).toString("hex");
    node(1).blocks = [bytesOf("one"), bytesOf(large), bytesOf("three")];
    portOf(0).request(nameOf(1), range);
    await vi.waitFor(async () => {
      await network.settle();
      expect(node(0).answers).toHaveLength(1);
    });
    expect(node(1).asked).toEqual([range]);
    expect(node(0).answers).toEqual([{ peer: nameOf(1), range, blocks: ["one", large, "three"] }]);
  });

  it("brings the statuses of the neighbours that have one, with the moment at which they were asked", async () => {
    node(0).status = bytesOf("how the first is");
    portOf(1).askStatuses();
    portOf(1).askStatuses();
    await vi.waitFor(async () => {
      await network.settle();
      expect(node(1).statuses.filter(({ text }) => text === "how the first is").length).toBeGreaterThanOrEqual(2);
    });
    expect(new Set(node(1).statuses.map(({ peer }) => peer))).toEqual(new Set([nameOf(0)]));
    expect(node(1).statuses.every(({ askedMs }) => Number.isFinite(askedMs))).toBe(true);
    expect(node(0).statuses).toEqual([]);
  });

  it("answers a request for what a peer does not have with nothing", async () => {
    portOf(0).request(nameOf(1), range);
    await vi.waitFor(async () => {
      await network.settle();
      expect(node(0).answers).toEqual([{ peer: nameOf(1), range, blocks: [] }]);
    });
  });

  it("is not disturbed by a request to somebody who is not there", async () => {
    portOf(0).request("cd".repeat(32), range);
    portOf(0).broadcast("votes", bytesOf("still here"));
    await heardBy(2, "still here");
    expect(node(0).answers.flatMap(({ blocks }) => blocks)).toEqual([]);
  });
}

const byTopic = (left: Heard, right: Heard): number => (left.topic < right.topic ? -1 : 1);

function theOne<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("there are three");
  return value;
}
