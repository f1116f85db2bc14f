import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { TronWeb, utils } from "tronweb";
import type { BenchReport } from "./report.ts";

const CLI = fileURLToPath(new URL("../apps/desktop/main/cli/lucid.mjs", import.meta.url));
const TRANSFERS = 3_000;
const RECEIVERS = 200;
/** Broadcasts under way at once: as a payer that pays out a batch. */
const AT_ONCE = 24;
const BLOCK_TIME_MS = 500;
const FEE_LIMIT = 100_000_000;

interface Started {
  readonly url: string;
  readonly tokens: { readonly usdt: string };
}

/** USDT transfers by real TronWeb: built, signed, broadcast, executed, and found in a receipt. */
export async function bench(say: (line: string) => void): Promise<BenchReport> {
  const data = await mkdtemp(join(tmpdir(), "lucid-bench-devnet-"));
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => rm(data, { recursive: true, force: true }));
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    [CLI, "devnet", "--data", data, "--port", "0", "--block-time", String(BLOCK_TIME_MS), "--json"],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  cleanup.defer(async () => {
    const ended = once(child, "exit");
    child.kill();
    await ended;
  });
  const started = await firstLine(child.stdout);
  const startMs = performance.now() - startedAt;
  say(`started in ${startMs.toFixed(0)} ms`);

  const payer = utils.accounts.generateAccount();
  const tronWeb = new TronWeb({ fullHost: started.url, privateKey: payer.privateKey });
  await fetch(`${started.url}/devnet/faucet`, {
    method: "POST",
    body: JSON.stringify({ address: payer.address.base58, trx: 100_000_000, usdt: 1_000_000 }),
  });
  const receivers = Array.from({ length: RECEIVERS }, () => utils.accounts.generateAccount().address.base58);
  const head = await tronWeb.trx.getCurrentRefBlockParams();
  const blockHeader = { ...head, expiration: head.timestamp + 3_600_000 };

  const begin = performance.now();
  const cpuBefore = { own: ownCpuMs(), devnet: cpuMsOf(child.pid) };
  let next = 0;
  const ids: string[] = [];
  async function pay(): Promise<void> {
    for (let at = next; at < TRANSFERS; at = next) {
      next += 1;
      const { transaction } = await tronWeb.transactionBuilder.triggerSmartContract(
        started.tokens.usdt,
        "transfer(address,uint256)",
        { txLocal: true, feeLimit: FEE_LIMIT, blockHeader },
        [
          { type: "address", value: receivers[at % RECEIVERS] ?? "" },
          { type: "uint256", value: at + 1 },
        ],
        payer.address.base58,
      );
      const answer = await tronWeb.trx.sendRawTransaction(await tronWeb.trx.sign(transaction));
      if (!answer.result) throw new Error(`a transfer was refused: ${JSON.stringify(answer)}`);
      ids.push(transaction.txID);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, pay));
  const broadcastMs = performance.now() - begin;
  const client = (ownCpuMs() - cpuBefore.own) / TRANSFERS;
  const devnet = (cpuMsOf(child.pid) - cpuBefore.devnet) / TRANSFERS;
  for (const id of ids) await receiptOf(tronWeb, id);
  const receiptsMs = performance.now() - begin;
  const rate = (TRANSFERS * 1_000) / broadcastMs;
  const floorMs = signatureCpuMs();
  return {
    name: "devnet",
    marks: [
      { what: "USDT transfers, built, signed and executed", value: rate, unit: "/s", atLeast: 300 },
      { what: "signature's part of a transfer's processor time", value: floorMs / (client + devnet), unit: "", atLeast: 0.15 },
      { what: "start, from command to first line", value: startMs, unit: "ms", atMost: 1_000 },
    ],
    figures: {
      transfers: TRANSFERS,
      cpuMsOfOneTransfer: { tronWeb: Number(client.toFixed(2)), devnet: Number(devnet.toFixed(2)) },
      receipts: `all found, one by one, ${(receiptsMs - broadcastMs).toFixed(0)} ms later`,
      cpuMsOfOneSignature: Number(floorMs.toFixed(2)),
    },
    notes: [
      "TronWeb and the devnet are a process each. The transfers a second need two quiet cores; the part of the signature does not.",
    ],
  };
}

async function firstLine(stdout: NodeJS.ReadableStream): Promise<Started> {
  for await (const line of createInterface({ input: stdout })) return JSON.parse(line) as Started;
  throw new Error("the devnet said nothing");
}

function ownCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** User and system time of a process, in the 10 ms of /proc (proc(5)). */
function cpuMsOf(pid: number | undefined): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Waits for the block that a transaction stands in. */
async function receiptOf(tronWeb: TronWeb, id: string): Promise<void> {
  for (;;) {
    const { receipt } = await tronWeb.trx.getUnconfirmedTransactionInfo(id);
    if (receipt?.result === "SUCCESS") return;
    if (receipt) throw new Error(`${id} failed: ${receipt.result}`);
    await new Promise((resolve) => setTimeout(resolve, BLOCK_TIME_MS / 10));
  }
}

/** Processor time of making one signature and recovering its key: what no transfer can do without. */
function signatureCpuMs(): number {
  const rounds = 600;
  const secret = secp256k1.utils.randomSecretKey();
  const hash = new Uint8Array(32).fill(7);
  const begin = ownCpuMs();
  for (let round = 0; round < rounds; round += 1) {
    hash[0] = round % 256;
    const signature = secp256k1.sign(hash, secret, { prehash: false, format: "recovered" });
    secp256k1.Signature.fromBytes(signature, "recovered").recoverPublicKey(hash).toBytes(false);
  }
  return (ownCpuMs() - begin) / rounds;
}
