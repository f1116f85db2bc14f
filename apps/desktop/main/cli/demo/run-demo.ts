import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Session } from "@lucid/contract";
import { createWallet, walletFromPhrase } from "@lucid/identity";
import type { RefusedBundle, Verdict, VerifiedBundle } from "@lucid/proof";
import { accountIdentity, type LoggedIn, logIn, type NodeClient } from "../rest/node-client.ts";
import { countKeys, openDataKey, openRecording } from "../rest/opened-recording.ts";
import { startRdpVisitor } from "./rdp-visitor.ts";
import { runLucid, spawnNode } from "./spawn-node.ts";
import { createSteps, type Step } from "./steps.ts";

/** Seconds between blocks of the demo's own network: short, so that nobody has to wait. */
const BLOCK_INTERVAL_S = 2;
/** The demo records at least this long. */
const LEAST_RECORDING_MS = 15_000;
const LINES = ["echo Hello from Lucid", "date", "echo This is recorded and provable", "ls /"];

export interface DemoOptions {
  /** The command, which runs the node and the verifier in processes of their own. */
  readonly lucid: string;
  readonly keep: string | undefined;
  readonly say: (text: string) => void;
  readonly signal: AbortSignal;
}

export interface DemoReport {
  readonly ok: true;
  readonly seconds: number;
  readonly steps: readonly Step[];
  readonly network: string;
  readonly node: string;
  readonly owner: string;
  readonly session_id: string;
  readonly recorded_seconds: number;
  readonly chunks: number;
  readonly size_bytes: number;
  readonly plain_size_bytes: number;
  readonly keys_recorded: number;
  readonly merkle_root: string;
  readonly manifest_hash: string;
  readonly anchor: {
    readonly transaction_id: string;
    readonly block_height: number;
    readonly block_hash: string;
    readonly final_height: number;
  };
  /** Seconds from the end of a chunk's recording to the block that commits it, over the checkpoints made live. */
  readonly anchor_lag_seconds: { readonly count: number; readonly p50: number; readonly p99: number };
  readonly bundle: { readonly size_bytes: number; readonly path: string | null };
  readonly refused: { readonly code: string; readonly reason: string; readonly chunk: number | null };
}

/** The whole way once, for real. Throws as soon as something does not hold. */
export async function runDemo({ lucid, keep, say, signal }: DemoOptions): Promise<DemoReport> {
  const startedAt = performance.now();
  const { steps, run } = createSteps(say);
  await using cleaning = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "lucid-demo-"));
  cleaning.defer(() => rm(folder, { recursive: true, force: true }));

  const node = await run(
    "start a node on a network of its own",
    () =>
      spawnNode(lucid, [
        "--data",
        join(folder, "data"),
        "--port",
        "0",
        "--block-interval",
        String(BLOCK_INTERVAL_S),
        "--log-level",
        "warn",
        "--login-per-minute",
        "1000",
      ]),
    ({ url, pid }) => `${url}, process ${pid}`,
  );
  cleaning.use(node);

  const wallet = walletFromPhrase(createWallet().phrase);
  const login = await run(
    "make a wallet and log in with it",
    () => logIn(node.url, wallet, node.setupCode),
    ({ user }) => `${user.tron_address} is ${user.role}`,
  );
  const { client } = login;
  const identity = await run(
    "make an encryption identity, sealed by the wallet",
    () => accountIdentity(client, wallet),
    () => "kept on the node, which cannot open it",
  );

  const created = await run(
    "open a sandboxed desktop and record it",
    () => openDesktop(client, wallet.signMessage),
    (session) => `session ${session.session_id}`,
  );
  const session_id = created.session_id;
  const recordedFrom = performance.now();

  await run(
    "connect a real RDP client and type",
    () => visit(client, session_id, signal),
    (typed) => `FreeRDP typed ${typed} lines`,
  );
  await run(
    "keep recording",
    () => untilRecorded(recordedFrom, signal),
    () => `${Math.round((performance.now() - recordedFrom) / 1_000)} s recorded`,
  );

  const sealed = await run(
    "end the session and seal the record",
    () => client.sessions.stop({ session_id }),
    (session) => `${session.chunk_count} chunks, root ${short(session.merkle_root)}`,
  );
  await run(
    "wait until the anchor is final",
    () => untilFinal(client, session_id, signal),
    (session) => `block ${session.anchor.block_height} is final`,
  );

  const bundle = join(folder, "demo.lucid");
  const bundleBytes = await run(
    "export the proof bundle",
    () => saveBundle(login, session_id, bundle),
    (bytes) => `${kilobytes(bytes.length)} in demo.lucid`,
  );
  const verdict = await run(
    "verify it offline, in a process of its own",
    () => verified(lucid, bundle),
    ({ headline }) => headline,
  );
  const refused = await run(
    "flip one bit and verify again",
    () => tampered(lucid, bundleBytes, join(folder, "tampered.lucid")),
    ({ reason }) => `refused: ${reason}`,
  );
  const opened = await run(
    "open the record with the owner's key",
    () => readRecording(login, session_id, identity),
    ({ plainBytes, keys }) => `${kilobytes(plainBytes)} of video and ${keys} key events`,
  );
  if (opened.keys === 0) throw new Error("What the visitor typed is not in the record");

  const kept = keep === undefined ? null : join(keep, "demo.lucid");
  if (keep !== undefined && kept !== null) {
    await mkdir(keep, { recursive: true });
    await copyFile(bundle, kept);
  }
  const { facts } = verdict;
  return {
    ok: true,
    seconds: Math.round((performance.now() - startedAt) / 100) / 10,
    steps,
    network: facts.network.hash,
    node: facts.node,
    owner: facts.owner,
    session_id,
    recorded_seconds: (facts.endedAtMs - facts.startedAtMs) / 1_000,
    chunks: facts.chunkCount,
    size_bytes: sealed.size_bytes,
    plain_size_bytes: sealed.plain_size_bytes,
    keys_recorded: opened.keys,
    merkle_root: facts.merkleRoot,
    manifest_hash: facts.manifestHash,
    anchor: {
      transaction_id: facts.anchor.transactionId,
      block_height: facts.anchor.height,
      block_hash: facts.anchor.blockHash,
      final_height: facts.anchor.finalHeight,
    },
    anchor_lag_seconds: lagOf(verdict),
    bundle: { size_bytes: bundleBytes.length, path: kept },
    refused: { code: refused.code, reason: refused.reason, chunk: refused.chunk ?? null },
  };
}

async function openDesktop(client: NodeClient, sign: (text: string) => string): Promise<{ session_id: Session["session_id"] }> {
  const { consent_text: text } = await client.sessions.defaults();
  const { session_id } = await client.sessions.create({
    name: "Demo",
    description: "Made by lucid demo",
    consent: { text, accepted: true },
  });
  const grant = await client.sessions.grant({ session_id });
  await client.sessions.start({ session_id, grant_signature: sign(grant.text) });
  return { session_id };
}

async function visit(client: NodeClient, session_id: Session["session_id"], signal: AbortSignal): Promise<number> {
  const { host, port, password } = await client.sessions.connection({ session_id });
  await using visitor = await startRdpVisitor({ host, port, password }, signal);
  for (const line of LINES) await visitor.type(line);
  await sleep(1_000, undefined, { signal });
  return LINES.length;
}

async function untilRecorded(from: number, signal: AbortSignal): Promise<void> {
  await sleep(Math.max(0, from + LEAST_RECORDING_MS + 1_000 - performance.now()), undefined, { signal });
}

async function untilFinal(client: NodeClient, session_id: Session["session_id"], signal: AbortSignal) {
  for (;;) {
    const session = await client.sessions.get({ session_id });
    if (session.anchor.status === "final") return session;
    if (session.state === "failed") throw new Error(`The session failed: ${session.error_message}`);
    await sleep(250, undefined, { signal });
  }
}

async function saveBundle({ download }: LoggedIn, sessionId: string, path: string): Promise<Uint8Array> {
  const bytes = new Uint8Array(await (await download(`/sessions/${sessionId}/bundle`)).arrayBuffer());
  await writeFile(path, bytes);
  return bytes;
}

async function readRecording(
  login: LoggedIn,
  sessionId: string,
  identity: string,
): Promise<{ plainBytes: number; keys: number }> {
  let plainBytes = 0;
  let keys = 0;
  for await (const { records } of openRecording(login, sessionId, await openDataKey(login, sessionId, identity))) {
    plainBytes += records.reduce((sum, record) => sum + record.bytes.length, 0);
    keys += countKeys(records);
  }
  return { plainBytes, keys };
}

async function verified(lucid: string, path: string): Promise<VerifiedBundle> {
  const { code, output } = await runLucid(lucid, ["verify", path, "--json"]);
  const verdict: Verdict = JSON.parse(output);
  if (code !== 0 || !verdict.verified) throw new Error(`The bundle was refused: ${output}`);
  return verdict;
}

/** One bit of the middle of the file, which lies in a chunk, turned over. */
async function tampered(lucid: string, bytes: Uint8Array, path: string): Promise<RefusedBundle> {
  const copy = Uint8Array.from(bytes);
  const middle = copy.length >> 1;
  copy[middle] = (copy[middle] ?? 0) ^ 1;
  await writeFile(path, copy);
  const { code, output } = await runLucid(lucid, ["verify", path, "--json"]);
  const verdict: Verdict = JSON.parse(output);
  if (code !== 1 || verdict.verified) throw new Error("A tampered bundle was accepted");
  return verdict;
}

function lagOf({ facts }: VerifiedBundle): DemoReport["anchor_lag_seconds"] {
  const lags = facts.checkpoints
    .map((checkpoint) => Math.max(0, checkpoint.blockTime - checkpoint.endedAtMs / 1_000))
    .toSorted((one, other) => one - other);
  const at = (share: number): number =>
    Math.round((lags[Math.min(lags.length - 1, Math.floor(share * lags.length))] ?? 0) * 10) / 10;
  return { count: lags.length, p50: at(0.5), p99: at(0.99) };
}

const short = (hash: string | null): string => (hash === null ? "none" : `${hash.slice(0, 8)}…${hash.slice(-8)}`);
const kilobytes = (bytes: number): string => `${Math.round(bytes / 1_024)} KiB`;
