import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock, systemRandomness } from "@lucid/foundation";
import { silentLog } from "@lucid/foundation/testing";
import { TronWeb, type Types, utils } from "tronweb";
import { type Devnet, startDevnet } from "../start-devnet.ts";

export interface TestDevnet extends AsyncDisposable {
  readonly devnet: Devnet;
  /** A client with a key of its own, and so many TRX. */
  wallet(trx?: number): Promise<TronWeb>;
  /** Makes blocks until all of now is solidified. */
  settle(): Promise<void>;
  /** Starts a second one in the same folder while this one runs. */
  openAgain(): Promise<Devnet>;
  /** The same folder in a devnet of its own; this one has ended. */
  restart(): Promise<TestDevnet>;
}

const open = (data: string): Promise<Devnet> =>
  startDevnet({ clock: systemClock, randomness: systemRandomness, log: silentLog }, { data, port: 0, blockTimeMs: 0 });

/** A network that makes blocks only when a test asks for them. */
export const openTestDevnet = (): Promise<TestDevnet> => openIn(mkdtempSync(join(tmpdir(), "lucid-devnet-")));

async function openIn(data: string): Promise<TestDevnet> {
  let devnet = await open(data);
  const net: TestDevnet = {
    get devnet() {
      return devnet;
    },
    async wallet(trx = 0) {
      const { privateKey } = utils.accounts.generateAccount();
      const tronWeb = new TronWeb({ fullHost: devnet.url, privateKey });
      if (trx > 0) await devnet.fund(addressOf(tronWeb), { trx: BigInt(trx) * 1_000_000n });
      return tronWeb;
    },
    async settle() {
      await devnet.chain.mine(20);
    },
    openAgain: () => open(data),
    async restart() {
      await devnet[Symbol.asyncDispose]();
      devnet = await open(data);
      return net;
    },
    async [Symbol.asyncDispose]() {
      await devnet[Symbol.asyncDispose]();
      await rm(data, { recursive: true });
    },
  };
  return net;
}

export function addressOf({ defaultAddress }: TronWeb): string {
  if (defaultAddress.base58 === false) throw new Error("the client has no key");
  return defaultAddress.base58;
}
export function hexOf({ defaultAddress }: TronWeb): string {
  if (defaultAddress.hex === false) throw new Error("the client has no key");
  return defaultAddress.hex.toLowerCase();
}

/** Signs, broadcasts, and says what the network said: `code: text`, or `SUCCESS`. */
export async function send(tronWeb: TronWeb, built: Types.Transaction | Promise<Types.Transaction>): Promise<string> {
  return saidOf(await tronWeb.trx.sendRawTransaction(await tronWeb.trx.sign(await built)));
}
export const saidOf = ({ result, code, message }: { result?: boolean; code?: string; message?: string }): string =>
  result === true ? "SUCCESS" : `${code}: ${TronWeb.toUtf8(message ?? "")}`;
