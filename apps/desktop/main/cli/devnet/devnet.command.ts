import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { type Log, systemClock, systemRandomness } from "@lucid/foundation";
import { type Devnet, DevnetFolderError, startDevnet } from "@lucid/tron-devnet";
import type { Command } from "commander";
import { CommandError, EXIT } from "../exit-codes.ts";
import { terminalLines, terminalText } from "../terminal-text.ts";

const DEFAULT_PORT = "9090";
/** As on the real network. */
const DEFAULT_BLOCK_TIME_MS = "3000";
/** Shorter ones are for tests: TronWeb's transactions live for a minute. */
const BLOCK_TIME_MS = { min: 10, max: 60_000 };

interface Options {
  readonly port: string;
  readonly data?: string;
  readonly blockTime: string;
  readonly json?: boolean;
}

/** `lucid devnet`: the local TRON network alone. */
export function addDevnetCommand(program: Command): void {
  program
    .command("devnet")
    .description("Run a local TRON network, for development: its coins are worth nothing")
    .option("--port <number>", "port on 127.0.0.1 for wallet, solidity node and events; 0 takes a free one", DEFAULT_PORT)
    .option("--data <folder>", "folder of its blocks and accounts (default: a folder of your account)")
    .option("--block-time <ms>", "milliseconds between blocks; 0 makes blocks only when asked for", DEFAULT_BLOCK_TIME_MS)
    .option("--json", "print one JSON object as the first line, then warnings as JSON lines on stderr")
    .action(async (options: Options) => {
      const port = wholeNumber("--port", options.port, 0, 65_535);
      const blockTimeMs = wholeNumber("--block-time", options.blockTime, 0, BLOCK_TIME_MS.max);
      if (blockTimeMs > 0 && blockTimeMs < BLOCK_TIME_MS.min)
        throw new CommandError(EXIT.usage, `--block-time is 0, or at least ${BLOCK_TIME_MS.min} ms`);
      const data = options.data === undefined ? defaultFolder() : resolve(options.data);
      const stopped = untilStopped();
      await using devnet = await start(data, port, blockTimeMs);
      process.stdout.write(options.json === true ? `${JSON.stringify(announcement(devnet, data))}\n` : welcome(devnet, data));
      await stopped;
    });
}

async function start(data: string, port: number, blockTimeMs: number): Promise<Devnet> {
  try {
    return await startDevnet({ clock: systemClock, randomness: systemRandomness, log: stderrLog }, { data, port, blockTimeMs });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE" || code === "EACCES")
      if ((error as { syscall?: string }).syscall === "listen")
        throw new CommandError(EXIT.address, `127.0.0.1:${port} cannot be taken. Choose another one with --port`, {
          cause: error,
        });
    if (error instanceof DevnetFolderError) throw new CommandError(EXIT.data, message, { cause: error });
    throw new CommandError(EXIT.data, `the folder ${terminalText(data)} cannot be used: ${message}`, { cause: error });
  }
}

const announcement = ({ url, tokens, chain }: Devnet, data: string) => ({
  url,
  pid: process.pid,
  data,
  block: chain.head().number,
  tokens,
});

const welcome = (devnet: Devnet, data: string): string =>
  `A local TRON network is running. Its coins are worth nothing.
  ${devnet.url} is full node, solidity node and event server; in a browser it shows blocks and accounts
  USDT of this network: ${devnet.tokens.usdt}
  Coins: curl -d '{"address":"T...","trx":1000,"usdt":1000}' ${devnet.url}/devnet/faucet
  Data in ${terminalText(data)}. Ctrl-C stops it.
`;

function wholeNumber(flag: string, given: string, min: number, max: number): number {
  const value = /^\d{1,9}$/.test(given) ? Number(given) : -1;
  if (value < min || value > max)
    throw new CommandError(EXIT.usage, `${flag} is a whole number from ${min} to ${max}, not ${terminalText(given)}`);
  return value;
}

/** @throws CommandError where the account has no home. */
function defaultFolder(): string {
  try {
    return join(process.env["XDG_DATA_HOME"] || join(homedir(), ".local", "share"), "lucid-devnet");
  } catch (error) {
    throw new CommandError(EXIT.settings, "This user has no home folder: say with --data where the devnet keeps its blocks", {
      cause: error,
    });
  }
}

const toStderr =
  (level: string) =>
  (data: object, message: string): void =>
    void process.stderr.write(terminalLines(`${JSON.stringify({ level, ...data, msg: message })}\n`));
const stderrLog: Log = { debug: () => undefined, info: () => undefined, warn: toStderr("warn"), error: toStderr("error") };

function untilStopped(): Promise<void> {
  const { promise, resolve: stop } = Promise.withResolvers<void>();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop());
  return promise;
}
