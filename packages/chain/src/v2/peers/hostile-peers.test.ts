import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { gossipsub } from "@libp2p/gossipsub";
import { identify } from "@libp2p/identify";
import { noise } from "@libp2p/noise";
import { tcp } from "@libp2p/tcp";
import { yamux } from "@libp2p/yamux";
import { type Clock, systemClock } from "@lucid/foundation";
import { createLibp2p } from "libp2p";
import { afterEach, describe, expect, it, vi } from "vitest";
import { accept, ignore, type NetworkNode, reject, type Verdict } from "../engine/network-port.ts";
import { createTestBook, createTestIdentity, openTestPeers, testNetwork } from "../testing/peers/test-peers.ts";
import { toMultiaddr } from "./addresses.ts";
import { privateKeyOf } from "./identity.ts";
import type { Peers } from "./open-peers.ts";
import { gossipTopic, questionProtocol } from "./wire.ts";

const keyOf = (name: string): string => createTestIdentity(name).publicKey;
const used: AsyncDisposable[] = [];
const keep = <Used extends AsyncDisposable>(one: Used): Used => {
  used.push(one);
  return one;
};
afterEach(async () => {
  await Promise.all(used.splice(0).map((one) => one[Symbol.asyncDispose]()));
});

/** A node that finds every message good that says so. */
function createJudge(): NetworkNode & { readonly heard: string[] } {
  const heard: string[] = [];
  const judge = (bytes: Uint8Array): Verdict => {
    const text = Buffer.from(bytes).toString();
    heard.push(text);
    if (text.startsWith("good")) return accept;
    return text.startsWith("old") ? ignore("known") : reject("bad");
  };
  return {
    heard,
    receive: (_peer, _topic, bytes) => judge(bytes),
    serve: () => [],
    receiveBlocks: (_peer, _range, blocks) => (blocks.every((one) => judge(one).kind === "accept") ? accept : reject("bad")),
    receiveStatus: () => accept,
    greeting: () => undefined,
  };
}

/** Nothing that was spent comes back: how fast the attacker is on this machine does not matter. */
const timeless: Clock = { ...systemClock, elapsed: () => 0 };

/** The node under attack, and an honest member that it speaks with. */
async function startVictim() {
  const members = [keyOf("victim"), keyOf("honest")];
  const victim = keep(await openTestPeers("victim", members, { clock: timeless }));
  const node = createJudge();
  await victim.start(node);
  const honest = keep(await openTestPeers("honest", members, { dial: victim.addresses }));
  const witness = createJudge();
  await honest.start(witness);
  await vi.waitFor(() => expect([victim.reach, honest.reach]).toEqual([1, 1]));
  return { victim, node, honest, witness, port: Number(victim.addresses[0]?.split(":")[1]) };
}

/** The honest member still gets its words through, and nobody else is connected. */
async function expectUnharmed({ victim, node, honest }: Awaited<ReturnType<typeof startVictim>>): Promise<void> {
  await vi.waitFor(() => expect(victim.list().map(({ key }) => key)).toEqual([keyOf("honest")]));
  honest.port.broadcast("votes", Buffer.from("good as ever"));
  await vi.waitFor(() => expect(node.heard).toContain("good as ever"));
}

/** A stock node of libp2p, in the hands of the test. */
async function startStranger(name: string, victim: Peers) {
  const stranger = await createLibp2p({
    privateKey: privateKeyOf(createTestIdentity(name)),
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    services: {
      identify: identify(),
      gossip: gossipsub({ globalSignaturePolicy: "StrictNoSign", allowPublishToZeroTopicPeers: true }),
    },
  });
  keep({ [Symbol.asyncDispose]: async () => stranger.stop() });
  const connection = await stranger.dial(toMultiaddr(victim.addresses[0] ?? ""));
  return { stranger, connection };
}

const closed = async (connection: { readonly status: string }): Promise<void> =>
  vi.waitFor(() => expect(connection.status).not.toBe("open"));

async function openSocket(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => undefined);
  await once(socket, "connect");
  return socket;
}

describe("a peer that does wrong loses its connection, and the others notice nothing", () => {
  it("with messages that are rejected: none goes on, and it may not come back", async () => {
    const scene = await startVictim();
    const { stranger, connection } = await startStranger("liar", scene.victim);
    const { gossip } = stranger.services;
    const topic = gossipTopic(testNetwork, "votes");
    await vi.waitFor(() => expect(gossip.getSubscribers(topic)).toHaveLength(1));
    for (let count = 0; count < 20; count += 1) await gossip.publish(topic, Buffer.from(`bad ${count}`));
    await closed(connection);
    await expectUnharmed(scene);
    const heard = scene.node.heard.filter((text) => text.startsWith("bad"));
    expect(heard).toContain("bad 0");
    expect(heard.length).toBeLessThanOrEqual(5);
    expect(scene.witness.heard.filter((text) => text.startsWith("bad"))).toEqual([]);
    const again = await stranger.dial(toMultiaddr(scene.victim.addresses[0] ?? "")).catch(() => undefined);
    if (again !== undefined) await closed(again);
    expect(scene.victim.list().map(({ key }) => key)).toEqual([keyOf("honest")]);
  });

  it("with more messages than anybody needs, though each is only known already", async () => {
    const scene = await startVictim();
    const { connection } = await startStranger("flooder", scene.victim);
    const stream = await connection.newStream("/meshsub/1.2.0");
    const topic = gossipTopic(testNetwork, "votes");
    for (let count = 0; count < 20_000 && stream.status === "open"; count += 2_000)
      stream.send(
        gossipFrame(
          topic,
          Array.from({ length: 2_000 }, (_, index) => `old ${count + index}`),
        ),
      );
    await closed(connection);
    await expectUnharmed(scene);
    expect(scene.node.heard.length).toBeLessThanOrEqual(4_001);
  });

  it.each([
    ["no gossip at all", Buffer.from("POST / HTTP/1.1\r\n")],
    ["a frame of a gigabyte", Buffer.from([0x80, 0x80, 0x80, 0x80, 0x04])],
    ["a length that never ends", Buffer.alloc(64, 0xff)],
    ["a message larger than gossip may carry", Buffer.from([0x90, 0xa1, 0x06, 0x12, 0x8c, 0xa1, 0x06])],
  ])("with a stream of gossip that holds %s", async (_name, bytes) => {
    const scene = await startVictim();
    const { connection } = await startStranger("babbler", scene.victim);
    const stream = await connection.newStream("/meshsub/1.2.0");
    stream.send(bytes);
    await closed(connection);
    await expectUnharmed(scene);
  });

  it("with the same message over and over, faster than it could be of use", async () => {
    const scene = await startVictim();
    const { connection } = await startStranger("parrot", scene.victim);
    const stream = await connection.newStream("/meshsub/1.2.0");
    // Frames of an unknown topic: gossip drops them without a word.
    const message = Buffer.concat([Buffer.from([0x12, 0x80, 0x80, 0x02, 0x0a, 0xfc, 0xff, 0x01]), Buffer.alloc(32_764, 0x61)]);
    const frame = Buffer.concat([Buffer.from([0x84, 0x80, 0x02]), message]);
    await (async () => {
      for (let count = 0; count < 1_000 && connection.status === "open"; count += 1)
        if (!stream.send(frame)) await stream.onDrain();
    })().catch(() => undefined);
    await closed(connection);
    await expectUnharmed(scene);
  });

  it.each([
    ["garbage", Buffer.from([0, 0, 0, 3, 1, 2, 3])],
    ["a question of a gigabyte", Buffer.from([0x40, 0, 0, 0])],
    ["a question with an unknown field", framed('{"kind":"status","more":1}')],
  ])("with a question that is %s", async (_name, bytes) => {
    const scene = await startVictim();
    const { connection } = await startStranger("asker", scene.victim);
    const stream = await connection.newStream(questionProtocol(testNetwork));
    stream.send(bytes);
    await closed(connection);
    await expectUnharmed(scene);
  });

  it("with a question that never comes to its end", async () => {
    const scene = await startVictim();
    const { connection } = await startStranger("slow", scene.victim);
    const stream = await connection.newStream(questionProtocol(testNetwork));
    stream.send(Buffer.from([0, 0, 0, 40, 0x7b]));
    await closed(connection);
    await expectUnharmed(scene);
  });

  it("with more questions than it may ask", async () => {
    const scene = await startVictim();
    const { connection } = await startStranger("curious", scene.victim);
    const gone = new Promise((resolve) => connection.addEventListener("close", resolve));
    for (let count = 0; count < 200 && connection.status === "open"; count += 1) {
      const stream = await connection.newStream(questionProtocol(testNetwork)).catch(() => undefined);
      if (stream?.status !== "open") break;
      const ended = new Promise((resolve) => stream.addEventListener("end", resolve));
      stream.send(framed('{"kind":"status"}'));
      await Promise.race([ended, gone]);
      await stream.close().catch(() => undefined);
    }
    await closed(connection);
    await expectUnharmed(scene);
  });

  it("with bytes that are no handshake, or with none at all", async () => {
    const scene = await startVictim();
    const silent = await Promise.all(Array.from({ length: 40 }, () => openSocket(scene.port)));
    const noisy = await openSocket(scene.port);
    noisy.write(Buffer.alloc(1_000_000, 0x41));
    const gone = (socket: Socket) => new Promise((resolve) => socket.resume().on("close", resolve));
    await Promise.all([noisy, ...silent].filter(({ destroyed }) => !destroyed).map(gone));
    await expectUnharmed(scene);
  });
});

it("is no offence to go away before a question was asked, or in the middle of it", async () => {
  const scene = await startVictim();
  const { connection } = await startStranger("hasty", scene.victim);
  for (const bytes of [Buffer.alloc(0), Buffer.from([0, 0]), Buffer.from([0, 0, 0, 40, 0x7b])]) {
    const closing = await connection.newStream(questionProtocol(testNetwork));
    if (bytes.length > 0) closing.send(bytes);
    await closing.close();
    const aborting = await connection.newStream(questionProtocol(testNetwork));
    if (bytes.length > 0) aborting.send(bytes);
    aborting.abort(new Error("in a hurry"));
  }
  const stream = await connection.newStream(questionProtocol(testNetwork));
  const ended = new Promise((resolve) => stream.addEventListener("end", resolve));
  stream.send(framed('{"kind":"status"}'));
  await ended;
  expect(scene.victim.list()).toContainEqual(expect.objectContaining({ key: keyOf("hasty") }));
});

describe("visitors", () => {
  it("take no place of a member and no connection that the node opens itself", async () => {
    const members = [keyOf("host"), keyOf("friend"), keyOf("late friend")];
    const friend = keep(await openTestPeers("friend", members));
    await friend.start(createJudge());
    const host = keep(await openTestPeers("host", members, { dial: friend.addresses, guests: 2 }));
    await host.start(createJudge());
    for (let count = 0; count < 4; count += 1) await startStranger(`visitor ${count}`, host).catch(() => undefined);
    const late = keep(await openTestPeers("late friend", members, { dial: host.addresses }));
    await late.start(createJudge());
    await vi.waitFor(() => {
      const roles = host.list().map(({ key, role }) => ({ key, role }));
      expect(roles.filter(({ role }) => role === "guest")).toHaveLength(2);
      expect(roles).toContainEqual({ key: keyOf("friend"), role: "member" });
      expect(roles).toContainEqual({ key: keyOf("late friend"), role: "member" });
    });
  });

  it("do not stand between a node and those it knew before a restart", async () => {
    const members = [keyOf("host"), keyOf("friend"), keyOf("third")];
    const third = keep(await openTestPeers("third", members));
    await third.start(createJudge());
    const friend = keep(await openTestPeers("friend", members, { dial: third.addresses }));
    await friend.start(createJudge());
    const bookFile = createTestBook();
    {
      // It was told of one address, and hears of the other member there.
      await using host = await openTestPeers("host", members, { bookFile, dial: friend.addresses });
      await host.start(createJudge());
      await vi.waitFor(() => expect(host.list()).toHaveLength(2));
    }
    const again = keep(await openTestPeers("host", members, { bookFile, guests: 1 }));
    await again.start(createJudge());
    await startStranger("visitor", again);
    await vi.waitFor(() => {
      const keys = again.list().flatMap(({ key, direction }) => (direction === "outbound" ? [key] : []));
      expect(keys.toSorted()).toEqual([keyOf("friend"), keyOf("third")].toSorted());
    });
  });
});

function framed(text: string): Buffer {
  const frame = Buffer.from(text);
  const header = Buffer.alloc(4);
  header.writeUInt32BE(frame.length);
  return Buffer.concat([header, frame]);
}

/** A frame of gossip with messages of one topic. */
function gossipFrame(topic: string, texts: readonly string[]): Buffer {
  const name = field(0x22, Buffer.from(topic));
  return withLength(Buffer.concat(texts.map((text) => field(0x12, Buffer.concat([field(0x12, Buffer.from(text)), name])))));
}

const field = (tag: number, content: Buffer): Buffer => Buffer.concat([Buffer.from([tag]), withLength(content)]);

function withLength(content: Buffer): Buffer {
  const digits: number[] = [];
  let rest = content.length;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) digits.push((rest % 0x80) | 0x80);
  return Buffer.concat([Buffer.from([...digits, rest]), content]);
}
