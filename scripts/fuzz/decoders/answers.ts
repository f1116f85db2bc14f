import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { createServer } from "node:net";
import { PassThrough } from "node:stream";
import { LucidError } from "@lucid/contract";
import { type Clock, systemClock } from "@lucid/foundation";
import { readRange } from "../../../packages/core/src/gateway/http/byte-range.ts";
import { readJsonBody } from "../../../packages/core/src/gateway/http/json-body.ts";
import { readCircuit } from "../../../packages/core/src/gateway/http/read-circuit.ts";
import { postMessage } from "../../../packages/core/src/outgoing/post-message.ts";
import { createReplyReader, fieldsOf } from "../../../packages/core/src/tor/control/reply-reader.ts";
import { readTorLine } from "../../../packages/core/src/tor/process/tor-line.ts";
import { readBalances } from "../../../packages/payments/src/accounts/read-balances.ts";
import { readHistory } from "../../../packages/payments/src/accounts/read-history.ts";
import { readIncoming } from "../../../packages/payments/src/invoices/read-incoming.ts";
import { createNodeClient, type NodeClient } from "../../../packages/payments/src/network/create-node-client.ts";
import { type ExactObject, objectOf, readExactJson } from "../../../packages/payments/src/network/exact-json.ts";
import { NetworkError } from "../../../packages/payments/src/network/network-error.ts";
import { readNewestBlock } from "../../../packages/payments/src/network/read-block.ts";
import { judge, readReceipt } from "../../../packages/payments/src/transfers/read-inclusion.ts";
import { readAddress } from "../../../packages/payments/src/tron/address.ts";
import { Broken, type Decoder, piecesOf, same } from "../decoder.ts";
import { texts } from "./examples.ts";

const isNetworkError = (error: unknown): boolean => error instanceof NetworkError;
const isSyntaxError = (error: unknown): boolean => error instanceof SyntaxError;

const USDT = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t";
const id = "c".repeat(64);

/** A node of TRON that answers every question with the same. */
function clientAnswering(input: Uint8Array): NodeClient {
  const answer: ExactObject = objectOf(readExactJson(Buffer.from(input).toString("utf8")));
  const say = async (): Promise<ExactObject> => answer;
  return { ask: say, say, [Symbol.dispose]: () => undefined };
}

function tron(name: string, examples: readonly unknown[], read: (client: NodeClient) => Promise<string>): Decoder {
  return {
    ...{ name, form: "json", seeds: () => examples.map((example) => Buffer.from(JSON.stringify(example))) },
    isDeclared: (error) => isNetworkError(error) || isSyntaxError(error),
    read: async (input) => await read(clientAnswering(input)),
  };
}

const receipt = {
  ...{ id, fee: 1_100, blockNumber: 7, blockTimeStamp: 1_700_000_000_000, contractResult: [""] },
  receipt: { energy_usage_total: 14_000, net_usage: 345, result: "SUCCESS" },
  log: [
    {
      address: "a614f803b6fd780986a42c78ec9c7f77e6ded13c",
      topics: ["ddf2", "0".repeat(64), "0".repeat(64)],
      data: "0".repeat(64),
    },
  ],
  ...{ txID: id, ret: [{ contractRet: "SUCCESS" }] },
};

/** What a server on this machine says that answers each connection with the same bytes, and then hangs up. */
async function withServer<Result>(bytes: Uint8Array, ask: (port: number) => Promise<Result>): Promise<Result> {
  // A pause between question and answer is none of the decoder's.
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => void socket.end(bytes));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  try {
    if (address === null || typeof address === "string") throw new Error("a server without a port");
    return await ask(address.port);
  } finally {
    server.close();
  }
}

/** Without a limit of time: what is not over by itself here never is. */
const patient: Clock = { ...systemClock, after: () => ({ [Symbol.dispose]: () => undefined }) };

const httpAnswers = (): Uint8Array[] =>
  texts(
    "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    'HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{"balance":9007199254740993}',
    "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1/\r\ncontent-length: 0\r\n\r\n",
    "HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n",
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
  );

/** A request whose body comes in pieces. */
function requestOf(input: Uint8Array): IncomingMessage {
  const body = new PassThrough();
  for (const piece of piecesOf(input)) body.write(piece);
  body.end();
  return Object.assign(body, {
    headers: { "content-type": "application/json", "content-length": String(input.length) },
  }) as unknown as IncomingMessage;
}

/** What answers of other servers come to, and what callers send. */
export const answerDecoders: readonly Decoder[] = [
  {
    ...{ name: "tron-json", form: "json", isDeclared: isSyntaxError },
    seeds: () => texts('{"a":9007199254740993,"b":[-1,1e400,"x"]}', '{"__proto__":{"a":1}}'),
    read: (input) => typeof readExactJson(Buffer.from(input).toString()),
  },
  tron(
    "tron-block",
    [
      {
        blockID: id,
        block_header: { raw_data: { number: 7, timestamp: 1_700_000_000_000, parentHash: id } },
        transactions: [{ txID: id }],
      },
    ],
    async (client) => `${(await readNewestBlock(client, "wallet")).transactionIds.length}`,
  ),
  tron(
    "tron-history",
    [
      {
        ...{ success: true, meta: { fingerprint: "next" } },
        data: [{ type: "Transfer", transaction_id: id, block_timestamp: 1, from: USDT, to: USDT, value: "12" }],
      },
    ],
    async (client) => {
      const { transfers } = await readHistory(client, { address: USDT, asset: "USDT", usdt: USDT, limit: 10, cursor: undefined });
      return `${transfers.length}`;
    },
  ),
  tron("tron-balances", [{ balance: 7, result: { result: true }, constant_result: ["0".repeat(64)] }], async (client) => {
    const { sun, microUsdt } = await readBalances(client, USDT, USDT);
    if (sun < 0n || microUsdt < 0n) throw new Broken("somebody owns less than nothing");
    return "ok";
  }),
  tron("tron-receipt", [receipt], async (client) => {
    const found = await readReceipt(client, "walletsolidity", id);
    if (found === undefined) return "none";
    const transfer = { asset: "USDT", amount: "0", from_address: USDT, to_address: USDT } as Parameters<typeof judge>[0];
    return judge(transfer, USDT, found, found).kind;
  }),
  tron("tron-incoming", [receipt], async (client) => {
    const listed = { transaction_id: id, transfers: [] } as unknown as Parameters<typeof readIncoming>[2];
    const found = await readIncoming(client, { address: USDT, usdt: USDT }, listed);
    return typeof found === "string" ? found : `${found.length}`;
  }),
  {
    ...{ name: "tron-answer", form: "text", isDeclared: isNetworkError, seeds: httpAnswers },
    read: async (input) =>
      await withServer(input, async (port) => {
        using client = createNodeClient(patient, `http://127.0.0.1:${port}`, null);
        return `${Object.keys(await client.say("/wallet/x", {})).length > 0}`;
      }),
  },
  {
    ...{ name: "tron-address", form: "text", seeds: () => texts(USDT, `41${"0".repeat(40)}`, `0x${"0".repeat(40)}`) },
    read(input) {
      const address = readAddress(Buffer.from(input).toString());
      if (address === undefined) return "none";
      same("an address is read otherwise the second time", readAddress(address), address);
      return "ok";
    },
  },
  {
    ...{ name: "webhook-answer", form: "text", seeds: httpAnswers },
    read: async (input) =>
      await withServer(input, async (port) => {
        const way = { kind: "direct", addresses: [{ address: "127.0.0.1", family: 4 }] } as const;
        const url = new URL(`http://receiver.example:${port}/`);
        const posted = await postMessage({ url, way, headers: {}, body: "{}" }, patient, new AbortController().signal);
        if (posted.responseBytes > 65_536) throw new Broken("more of an answer was read than is of use");
        return `${posted.status === null} ${posted.error}`;
      }),
  },
  {
    ...{ name: "tor-control", form: "text" },
    seeds: () =>
      texts(
        "250 OK\r\n",
        '250-AUTH METHODS=COOKIE COOKIEFILE="/a\\"b"\r\n250 OK\r\n',
        "250+info/names=\r\nline\r\n..dot\r\n.\r\n250 OK\r\n",
        "650 CIRC 1\r\n",
      ),
    isDeclared: (error) => error instanceof Error && error.message.startsWith("Tor's control port said"),
    read(input) {
      const text = Buffer.from(input).toString();
      const run = (parts: readonly string[]): unknown[] => {
        const replies: unknown[] = [];
        const read = createReplyReader((reply) => replies.push({ ...reply, fields: reply.lines.map(fieldsOf) }));
        for (const part of parts) read(part);
        return replies;
      };
      const whole = run([text]);
      same("a reply cut otherwise is another one", run(text.match(/[\s\S]{1,7}/g) ?? []), whole);
      return `${Math.min(whole.length, 4)}`;
    },
  },
  {
    ...{ name: "tor-line", form: "text" },
    seeds: () => texts("Jan 01 00:00:00.000 [warn] a(): b", `x ${"a".repeat(56)}.onion`),
    read: (input) => readTorLine(Buffer.from(input).toString())?.level ?? "none",
  },
  {
    ...{ name: "tor-circuit", form: "text" },
    seeds: () => texts("PROXY TCP6 fc00:dead:beef:4dad::1:2 ::1 1234 80\r\nGET /", "PROXY UNKNOWN\r\n"),
    async read(input) {
      const socket = new PassThrough();
      let circuit: string | undefined;
      readCircuit(socket as unknown as Socket, (found) => (circuit = found));
      for (const piece of piecesOf(input)) if (!socket.destroyed) socket.write(piece);
      if (!socket.destroyed) socket.end();
      await new Promise((resolve) => setImmediate(resolve));
      socket.destroy();
      return circuit === undefined ? "none" : "found";
    },
  },
  {
    ...{ name: "json-body", form: "json", isDeclared: (error) => error instanceof LucidError },
    seeds: () => texts("{}", '{"a":[[[[{"b":"\\u0000"}]]]]}', '"\\\\\\""', "[".repeat(40)),
    read: async (input) => typeof (await readJsonBody(requestOf(input))),
  },
  {
    ...{ name: "range-header", form: "text", seeds: () => texts("bytes=0-", "bytes=-5", "bytes=3-9", "bytes=0-1,3-4") },
    read(input) {
      const outcome = readRange(Buffer.from(input).toString("latin1"), 1_000);
      if (
        outcome.kind === "part" &&
        !(outcome.range.start >= 0 && outcome.range.start <= outcome.range.end && outcome.range.end < 1_000)
      )
        throw new Broken("a range leads out of the file");
      return outcome.kind;
    },
  },
];
