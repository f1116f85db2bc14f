import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { TronWeb, utils } from "tronweb";
import { afterEach, beforeEach, expect, it } from "vitest";
import { LUCID, startNodeProcess, temporaryFolder } from "./test-node.ts";

let data: string;
const children: ChildProcess[] = [];
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), "lucid-devnet-"));
});
afterEach(async () => {
  for (const child of children.splice(0)) await end(child, "SIGKILL");
  await rm(data, { recursive: true });
});

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
  return child.exitCode;
}

async function start(
  ...more: readonly string[]
): Promise<{ url: string; block: number; tokens: { usdt: string }; child: ChildProcess }> {
  const child = spawn(process.execPath, [LUCID, "devnet", "--data", data, "--port", "0", "--json", ...more], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout })) return { ...JSON.parse(line), child };
  throw new Error("the devnet said nothing");
}

it("runs by itself, gives coins, and ends in order", async () => {
  const { url, child } = await start("--block-time", "20");
  const { privateKey, address } = utils.accounts.generateAccount();
  const tronWeb = new TronWeb({ fullHost: url, privateKey });
  const given = await fetch(`${url}/devnet/faucet`, {
    method: "POST",
    body: JSON.stringify({ address: address.base58, trx: 5 }),
  });
  expect(given.status).toBe(200);
  await expect.poll(() => tronWeb.trx.getBalance(address.base58), { timeout: 60_000 }).toBe(5_000_000);
  expect(await end(child, "SIGTERM")).toBe(0);
});

it("goes on from its last block when it was killed", async () => {
  const first = await start("--block-time", "20");
  const client = new TronWeb({ fullHost: first.url });
  const height = async (tronWeb: TronWeb): Promise<number> =>
    (await tronWeb.trx.getCurrentBlock()).block_header.raw_data.number ?? 0;
  await expect.poll(() => height(client), { timeout: 60_000 }).toBeGreaterThan(25);
  const seen = await client.trx.getBlock(20);
  await end(first.child, "SIGKILL");
  const second = await start("--block-time", "0");
  expect(second.block).toBeGreaterThan(25);
  expect(await new TronWeb({ fullHost: second.url }).trx.getBlock(20)).toEqual(seen);
});

it("is whole after each of four kills in the middle of transfers: blocks link, receipts are there, balances are what transfers say", async () => {
  const { address } = utils.accounts.generateAccount();
  let transfers = 0;
  for (const gifts of [1, 9, 20, 31]) {
    const running = await start("--block-time", "10");
    const enough = Promise.withResolvers<undefined>();
    let given = 0;
    const give = () =>
      fetch(`${running.url}/devnet/faucet`, {
        method: "POST",
        body: JSON.stringify({ address: address.base58, trx: 1, usdt: 1 }),
      }).then(
        () => {
          given += 1;
          if (given === gifts) enough.resolve(undefined);
          return true;
        },
        () => false,
      );
    const burst = Array.from({ length: 4 }, async () => {
      while (await give());
    });
    await enough.promise;
    await end(running.child, "SIGKILL");
    await Promise.all(burst);

    const again = await start("--block-time", "0");
    const client = new TronWeb({ fullHost: again.url });
    transfers = await checkBlocks(client, again.block, address.base58);
    const { constant_result: words = [] } = await client.transactionBuilder.triggerConstantContract(
      again.tokens.usdt,
      "balanceOf(address)",
      {},
      [{ type: "address", value: address.base58 }],
      address.base58,
    );
    expect(BigInt(`0x${words[0]}`)).toBe(BigInt(transfers) * 1_000_000n);
    await end(again.child, "SIGKILL");
  }
  expect(transfers).toBeGreaterThan(9);
});

/** @returns how many token transfers to an account stand in the blocks. */
async function checkBlocks(client: TronWeb, head: number, to: string): Promise<number> {
  const receiver = client.address.toHex(to).slice(2).toLowerCase().padStart(64, "0");
  let transfers = 0;
  let parent = (await client.trx.getBlock(0)).blockID;
  for (let from = 1; from <= head; from += 50) {
    for (const block of await client.trx.getBlockRange(from, Math.min(head, from + 49))) {
      expect(block.block_header.raw_data.parentHash).toBe(parent);
      parent = block.blockID;
      for (const { txID } of block.transactions ?? []) {
        const info = await client.trx.getUnconfirmedTransactionInfo(txID);
        expect(info.blockNumber).toBe(block.block_header.raw_data.number);
        transfers += (info.log ?? []).filter(({ topics }) => topics[2] === receiver).length;
      }
    }
  }
  return transfers;
}

it("says in one line what is wrong with a flag or a port", async () => {
  const { url } = await start("--block-time", "0");
  const run = async (...args: readonly string[]) => {
    const child = spawn(process.execPath, [LUCID, "devnet", ...args], { stdio: ["ignore", "ignore", "pipe"] });
    children.push(child);
    const [said, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
    return { code, said };
  };
  expect(await run("--port", "x")).toEqual({
    code: 2,
    said: "lucid: --port is a whole number from 0 to 65535, not x\n",
  });
  expect(await run("--block-time", "3")).toMatchObject({ code: 2, said: "lucid: --block-time is 0, or at least 10 ms\n" });
  const port = new URL(url).port;
  const elsewhere = join(data, "other");
  expect(await run("--data", elsewhere, "--port", port)).toMatchObject({
    code: 5,
    said: `lucid: 127.0.0.1:${port} cannot be taken. Choose another one with --port\n`,
  });
  expect(await run("--data", data, "--port", "0")).toMatchObject({ code: 4 });
});

/** The process of payments that a node runs. */
async function paymentsOf(node: ChildProcess): Promise<number | undefined> {
  const children = await readFile(`/proc/${node.pid}/task/${node.pid}/children`, "utf8");
  for (const pid of children.trim().split(" ").filter(Boolean)) {
    const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    if (command.includes("payments.process")) return Number(pid);
  }
  return undefined;
}

it("is the network of a node's payments, whose process is started again when it is killed and ends with the node", async () => {
  const { url } = await start("--block-time", "200");
  await using folder = await temporaryFolder();
  const settings = ["--hosting", "off", "--tron-network", "devnet", "--tron-url", url];
  await using node = await startNodeProcess(folder.path, settings, { onLog: () => undefined });
  const health = async () => {
    const answer = await fetch(`${node.announced.url}/health`);
    const { dependencies } = (await answer.json()) as { dependencies: Record<string, { ok: boolean; detail: string }> };
    return dependencies["payments"];
  };
  const ready = { ok: true, detail: expect.stringMatching(/^devnet, solidified block \d+$/) };
  await expect.poll(health, { timeout: 60_000 }).toMatchObject(ready);
  const first = await paymentsOf(node.child);
  if (first === undefined) expect.fail("there is no process of payments");
  process.kill(first, "SIGKILL");
  await expect.poll(() => paymentsOf(node.child), { timeout: 60_000 }).not.toBe(first);
  await expect.poll(health, { timeout: 60_000 }).toMatchObject(ready);
  await expect.poll(() => paymentsOf(node.child), { timeout: 60_000 }).toBeDefined();
  const second = (await paymentsOf(node.child)) ?? expect.fail("there is no process of payments");
  await node.end("SIGKILL");
  await expect.poll(() => existsSync(`/proc/${second}`), { timeout: 60_000 }).toBe(false);
});
