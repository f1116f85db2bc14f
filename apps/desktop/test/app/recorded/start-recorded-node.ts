import { once } from "node:events";
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Session } from "@lucid/contract";
import { encryptWallet, newIdentity, sealIdentity, walletFromPhrase, wrapDataKey } from "@lucid/identity";
import { IDENTITY_TEXT } from "@lucid/proof";
import { startFakeNode } from "../../fake/start-fake-node.ts";
import type { RecordedSession } from "./recorded-session.ts";

/** Words of the BIP-39 standard's own first example: worthless, and the same in every run. */
const PHRASE = `${"abandon ".repeat(11)}about`;
export const PASSPHRASE = "correct horse battery staple";
/** As cheap as a wallet file may be: its cost is not what is tested here. */
const CHEAP = { memory_kib: 8_192, passes: 1, lanes: 1 };

export interface RecordedNode extends AsyncDisposable {
  readonly url: string;
  /** Cookie that lets a page go on with a login. */
  readonly cookie: { readonly name: string; readonly value: string; readonly url: string };
  /** What the storage of the owner's browser holds: the wallet under `PASSPHRASE`, and that there was a login. */
  readonly storage: Readonly<Record<string, string>>;
  /** Shows the session in this state from now on, and tells the streams. */
  show(session: Session): void;
  /** Puts another container in the place of a chunk; undefined loses it, and an unreadable one breaks off. */
  replaceChunk(index: number, container: Uint8Array | "unreadable" | undefined): void;
  /** Waits this long before it answers with a chunk. */
  slowMs: number;
  /** Chunks that were asked for, in order. */
  readonly asked: number[];
}

export interface RecordedNodeOptions {
  /** Whether the recording is wrapped for somebody else. */
  readonly forStranger?: boolean;
}

/** The fake node with one recording in it: its chunks, keys, proofs and bundles are real. */
export async function startRecordedNode(
  recorded: RecordedSession,
  first: Session = recorded.final,
  options: RecordedNodeOptions = {},
): Promise<RecordedNode> {
  // It grows when a test says so, not by itself.
  const fake = await startFakeNode({ stepMs: 3_600_000 });
  const { proven, chunks } = recorded;
  const id = first.session_id;
  const wallet = walletFromPhrase(PHRASE);
  const own = newIdentity();
  const recipient = options.forStranger ? newIdentity().recipient : own.recipient;
  const envelope = Buffer.from(await wrapDataKey(proven.dataKey, [recipient])).toString("base64");
  const containers: (Uint8Array | "unreadable" | undefined)[] = [...proven.containers];
  const asked: number[] = [];
  fake.state.add(first);

  const post = (path: string, method: string, body: unknown) =>
    fetch(`${fake.url}/api/v1${path}`, {
      method,
      headers: { "content-type": "application/json", authorization: "Bearer fake-access" },
      body: JSON.stringify(body),
    });
  const login = { challenge_id: crypto.randomUUID(), tron_address: wallet.address, signature: "00", refresh: "cookie" };
  await post("/auth/login", "POST", login);
  await post("/users/me/identity", "PUT", {
    recipient: own.recipient,
    sealed: sealIdentity(own.identity, wallet.signMessage(IDENTITY_TEXT)),
  });

  async function sendChunk(response: ServerResponse, index: number): Promise<void> {
    asked.push(index);
    await new Promise((resolve) => setTimeout(resolve, node.slowMs));
    const container = containers[index];
    if (container === "unreadable") {
      response.writeHead(200, { "Content-Length": 1_000 });
      response.write("LUCIDCHK");
      setTimeout(() => response.destroy(), 20);
    } else if (container) response.end(container);
    else sendJson(response, { error: "gone" }, 404);
  }

  /** The answers the plain fake node has not; undefined for all others. */
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://node");
    const [, rest] = pathname.split(`/api/v1/sessions/${id}`);
    const [, chunk, what] = /^\/chunks\/(\d+)\/(download|proof)$/.exec(rest ?? "") ?? [];
    const stored = fake.state.get(id).chunk_count;
    if (what === "download") await sendChunk(response, Number(chunk));
    else if (what === "proof") sendJson(response, proven.chunkProof(Number(chunk)));
    else if (rest === "/keys") {
      sendJson(response, { envelopes: [{ envelope, recipients: [recipient], added_at: first.created_at }] });
    } else if (rest === "/chunks") {
      const [page, limit] = [Number(searchParams.get("page") ?? 1), Number(searchParams.get("limit") ?? 100)];
      const shown = chunks.slice(0, stored);
      const pages = Math.max(1, Math.ceil(stored / limit));
      sendJson(response, {
        chunks: shown.slice((page - 1) * limit, page * limit),
        pagination: { page, limit, total: stored, pages },
      });
    } else if (rest === "/bundle") {
      const bytes = await recorded.bundle(searchParams);
      response.setHeader("Content-Length", bytes.length);
      response.end(bytes);
    } else if (rest === "" && request.method === "PUT") {
      sendJson(response, fake.state.change(id, (await bodyOf(request)) as Partial<Session>));
    } else if (pathname.endsWith("/evidence")) sendJson(response, proven.anchor);
    else if (pathname === "/api/v1/chain/genesis") sendJson(response, proven.network.genesis);
    else if (pathname === "/api/v1/chain/info") {
      const { authorization = "" } = request.headers;
      const info = await (await fetch(`${fake.url}${pathname}`, { headers: { authorization } })).json();
      sendJson(response, { ...info, network: proven.network.hash });
    } else return false;
    return true;
  }

  function pass(request: IncomingMessage, response: ServerResponse): void {
    const { method, headers, url } = request;
    const onward = httpRequest(new URL(url ?? "/", fake.url), { method, headers }, (answered) => {
      response.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(response);
    });
    onward.on("error", () => response.destroy());
    response.on("close", () => onward.destroy());
    request.pipe(onward);
  }

  const server = createServer((request, response) => {
    answer(request, response).then(
      (done) => done || pass(request, response),
      (error: unknown) => sendJson(response, { error: String(error) }, 500),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const node: RecordedNode = {
    url,
    cookie: { name: `lucid_refresh_${new URL(fake.url).port}`, value: "fake-refresh", url: `${url}/api/v1/auth` },
    storage: { "lucid.wallet": JSON.stringify(await encryptWallet(PHRASE, PASSPHRASE, { cost: CHEAP })), "lucid.logged-in": "1" },
    show: (session) => void fake.state.change(id, session),
    replaceChunk(index, container) {
      containers[index] = container;
    },
    slowMs: 0,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await fake[Symbol.asyncDispose]();
    },
  };
  return node;
}

function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return JSON.parse(Buffer.concat(pieces).toString()) as unknown;
}
