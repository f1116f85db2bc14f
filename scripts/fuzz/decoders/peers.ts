import { Readable } from "node:stream";
import { INVITATION_PREFIX, LucidError } from "@lucid/contract";
import { canonicalBytes, parseFormat, v2 } from "@lucid/proof";
import { ChainFileError, readChainFile, writeChainFile } from "../../../packages/chain/src/archive/chain-file.ts";
import { prepareBlock } from "../../../packages/chain/src/v2/blocks/prepare-block.ts";
import { SignedStatus } from "../../../packages/chain/src/v2/engine/status.ts";
import { mainParameters } from "../../../packages/chain/src/v2/network-genesis.ts";
import { isAddress } from "../../../packages/chain/src/v2/peers/addresses.ts";
import { FrameFault, readFrames } from "../../../packages/chain/src/v2/peers/framed-stream.ts";
import { createFrameWatch } from "../../../packages/chain/src/v2/peers/frames.ts";
import {
  answerLimits,
  readAnnouncement,
  readMembershipAnswer,
  readPeerList,
  readQuestion,
  writeMembershipAnswer,
  writePeerList,
} from "../../../packages/chain/src/v2/peers/wire.ts";
import { readInvitation, writeInvitation } from "../../../packages/core/src/network/invitation.ts";
import { type Decoder, piecesOf, same, sameBytes } from "../decoder.ts";
import { texts } from "./examples.ts";

const hash = "a".repeat(64);
const signature = "b".repeat(128);
const key = hash;

const genesis = {
  ...{ format: "lucid-genesis", version: 2, network: "fuzz", genesis_time: 1_767_225_600, previous: null },
  ...{ parameters: mainParameters, members: [{ entity: key, public_key: key, weight: 1 }] },
};

function opened(): v2.Network {
  const network = v2.openNetwork(genesis);
  if (!network.ok) throw new Error(`${network.failure.reason} ${network.failure.detail}`);
  return network.value;
}

/** A small document between peers, written again as it was read. */
function small<Value>(
  name: string,
  examples: readonly unknown[],
  read: (input: Uint8Array) => Value | undefined,
  write: (value: Value) => Uint8Array = canonicalBytes,
): Decoder {
  return {
    ...{ name, form: "json", seeds: () => examples.map(canonicalBytes) },
    read(input) {
      const value = read(input);
      if (value === undefined) return "refused";
      sameBytes("a message is not written as it was read", write(value), input);
      return "ok";
    },
  };
}

const questions = [
  ...[{ kind: "status" }, { kind: "certificate" }, { kind: "peers" }, { kind: "content", hash }],
  ...[
    { kind: "blocks", tip: hash, from: 7 },
    { kind: "join", token: hash, proof: signature },
  ],
  { kind: "approve", version: 1, hash, wish: { op: "admit", key, proof: signature } },
];
const status = {
  member: key,
  signature,
  status: { network: hash, final: { height: 1, hash }, head: { height: 2, hash }, clock_ms: 1 },
};

const invitation = (): string =>
  writeInvitation({
    ...{ version: 1, genesis: opened().genesis, root: { height: 0, hash: opened().hash }, inviter: key },
    ...{ addresses: ["127.0.0.1:4000"], token: hash, expires_at: 2_000_000_000_000 },
  });

const varint = (...bytes: number[]): Buffer => Buffer.from(bytes);

/** What is said in a stream of gossip, cut anywhere, is judged alike. */
function frames(pieces: readonly Uint8Array[]): string {
  const watch = createFrameWatch({ frame: 4_096, content: 1_024 });
  for (const piece of pieces) {
    const fault = watch(piece);
    if (fault !== undefined) return fault;
  }
  return "ok";
}

/** As much of a stream of libp2p as is read from. */
class PiecesStream extends EventTarget {
  readonly readableEnded = false;
}

async function framesOf(input: Uint8Array): Promise<string> {
  const stream = new PiecesStream();
  const reading = readFrames(
    stream as unknown as Parameters<typeof readFrames>[0],
    answerLimits({ kind: "blocks", tip: hash, from: 1 }, 8_192),
    { signal: new AbortController().signal, until: "end" },
  );
  for (const data of piecesOf(input)) stream.dispatchEvent(Object.assign(new Event("message"), { data }));
  stream.dispatchEvent(new Event("end"));
  return `${Math.min((await reading).length, 5)}`;
}

const framed = (...contents: readonly string[]): Buffer =>
  Buffer.concat(
    contents.map((content) => {
      const head = Buffer.alloc(4);
      head.writeUInt32BE(content.length);
      return Buffer.concat([head, Buffer.from(content)]);
    }),
  );

/** A chain of nothing but its end, and one of entries whose contents nobody looks at. */
async function chainFiles(): Promise<Uint8Array[]> {
  const entries = [
    { kind: "block", text: '{"height":1}' },
    { kind: "vote", text: "{}" },
  ] as const;
  const files = [[], entries].map(async (list) => {
    const lines = writeChainFile(genesis, Readable.from(list), { head: hash, final: 0 });
    return Buffer.from((await Array.fromAsync(lines)).join(""));
  });
  return await Promise.all(files);
}

async function* linesOf(text: string): AsyncGenerator<string> {
  yield* text.split("\n");
}

/** What other nodes say, and what is carried from one to another by hand. */
export const peerDecoders: readonly Decoder[] = [
  small("peer-question", questions, readQuestion),
  small("peer-announcement", [{ announced: hash, size: 70_000 }], (input) => readAnnouncement("blocks", input)),
  small("peer-list", [[], [{ key, addresses: ["127.0.0.1:1", "[::1]:2"] }]], readPeerList, writePeerList),
  small(
    "membership-answer",
    [
      { refused: null, approval: signature },
      { refused: "no", approval: null },
    ],
    readMembershipAnswer,
    writeMembershipAnswer,
  ),
  small("peer-status", [status], (input) => {
    const parsed = parseFormat(SignedStatus, input, 1_024);
    return parsed.ok ? parsed.value : undefined;
  }),
  {
    ...{ name: "network-block", form: "json" },
    seeds: () => [canonicalBytes(blockExample())],
    read(input) {
      const prepared = prepareBlock(input, { network: opened(), checkSignature: () => true });
      return prepared.ok ? "ok" : prepared.reason;
    },
  },
  {
    ...{ name: "gossip-frames", form: "bytes" },
    seeds: () => [
      Buffer.concat([varint(5, 0x0a, 3), Buffer.from("abc"), varint(4, 0x12, 2), Buffer.from("de")]),
      varint(0, 2, 0x1a, 0, 0x80, 0x80, 0x01),
    ],
    read(input) {
      const whole = frames([input]);
      same("a stream cut otherwise is judged otherwise", frames(piecesOf(input)), whole);
      return whole;
    },
  },
  {
    ...{ name: "answer-frames", form: "bytes", seeds: () => [framed("one", "two"), framed(""), framed("x".repeat(100))] },
    isDeclared: (error) =>
      error instanceof FrameFault || (error instanceof Error && error.message === "the end came within a frame"),
    read: framesOf,
  },
  {
    ...{ name: "peer-address", form: "text", seeds: () => texts("127.0.0.1:4000", "[::1]:1", "[fe80::1%eth0]:65535", "a.b:1") },
    read: (input) => String(isAddress(Buffer.from(input).toString())),
  },
  {
    ...{
      name: "invitation",
      form: "text",
      seeds: () => texts(invitation(), `${invitation().slice(0, 80)}\r\n ${invitation().slice(80)}`),
    },
    isDeclared: (error) => error instanceof LucidError,
    read(input) {
      const { invitation: read } = readInvitation(Buffer.from(input).toString(), 1);
      same("an invitation is not read as it was written", readInvitation(writeInvitation(read), 1).invitation, read);
      return "ok";
    },
  },
  {
    ...{ name: "invitation-document", form: "json", isDeclared: (error) => error instanceof LucidError },
    seeds: () => [Buffer.from(invitation().slice(INVITATION_PREFIX.length), "base64url")],
    read(input) {
      readInvitation(`${INVITATION_PREFIX}${Buffer.from(input).toString("base64url")}`, 1);
      return "ok";
    },
  },
  {
    ...{ name: "chain-file", form: "text", isDeclared: (error) => error instanceof ChainFileError },
    seeds: chainFiles,
    async read(input) {
      const file = await readChainFile(linesOf(Buffer.from(input).toString()));
      let entries = 0;
      for await (const { text } of file.entries) entries += text.length > 0 ? 1 : 0;
      return `${Math.min(entries, 3)}`;
    },
  },
];

function blockExample(): unknown {
  const { hash: network, membersHash } = opened();
  const header = {
    ...{ version: 2, network, height: 1, previous_hash: network, slot: 0, position: 1, rank: 0, epoch: 0, producer: key },
    ...{ timestamp: genesis.genesis_time + 10, history_root: hash, members: membersHash, state_root: hash },
    ...{ tx_root: v2.transactionRoot([]), tx_count: 0, attestation_root: v2.attestationRoot([]) },
  };
  return { header, signature, transactions: [], attestations: [] };
}
