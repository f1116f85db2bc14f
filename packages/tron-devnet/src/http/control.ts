import type { Chain } from "../chain/chain.ts";
import { SUN_PER_TRX } from "../chain/parameters.ts";
import type { Faucet } from "../faucet.ts";
import { NotModelled } from "../protobuf/message.ts";
import { type Address, toBase58 } from "../text/address.ts";
import type { JsonObject } from "../text/json.ts";
import { Refusal } from "../transactions/refusal.ts";
import type { Faults } from "./faults.ts";
import { anyAddressOf, RequestError, within } from "./input.ts";
import { readFault } from "./read-fault.ts";
import { type Answerer, jsonAnswer } from "./server.ts";

export interface ControlDeps {
  readonly chain: Chain;
  readonly faucet: Faucet;
  readonly usdt: Address;
  readonly faults: Faults;
}
type Control = (input: JsonObject) => JsonObject | Promise<JsonObject>;

/** They are made in one go, in which nobody is answered. */
const MOST_BLOCKS = 1_000;
/** A year: what is later than the time of a signed 64-bit number of milliseconds has no meaning. */
const MOST_MS = 366 * 86_400_000;
const MOST_TRX = 1_000_000_000;
const MOST_USDT = 1_000_000_000;
const MICRO_PER_USDT = 1_000_000n;

/** What no real network has: coins for the asking, blocks and time on command. Under `/devnet/`, by POST and JSON. */
export function createControl({ chain, faucet, usdt, faults }: ControlDeps): Answerer {
  const controls: ReadonlyMap<string, Control> = new Map<string, Control>([
    ["status", () => ({ ...status(chain, usdt), faults: faults.list() })],
    [
      "faucet",
      async (input) => {
        const address = anyAddressOf(input, "address");
        if (address === undefined) throw new RequestError("address is no TRON address");
        const trx = BigInt(within(input, "trx", 0, MOST_TRX, 0)) * SUN_PER_TRX;
        const usdt = BigInt(within(input, "usdt", 0, MOST_USDT, 0)) * MICRO_PER_USDT;
        return { transactions: await faucet.give(address, { trx, usdt }) };
      },
    ],
    [
      "freeze",
      async (input) => {
        const address = anyAddressOf(input, "address");
        if (address === undefined || typeof input["frozen"] !== "boolean")
          throw new RequestError("address is a TRON address, frozen is true or false");
        return { transactions: [await faucet.freeze(address, input["frozen"])] };
      },
    ],
    [
      "fork",
      async (input) => {
        const keep = input["keep"] ?? "all";
        if (keep !== "all" && keep !== "none") throw new RequestError("keep is all or none");
        return { block: (await chain.fork(within(input, "blocks", 1, MOST_BLOCKS), keep)).number };
      },
    ],
    ["faults", (input) => ({ id: faults.add(readFault(input)).id })],
    [
      "heal",
      (input) => {
        const all = faults.list().map(({ id }) => id);
        const named = input["id"] === undefined ? all : [within(input, "id", 1, Number.MAX_SAFE_INTEGER)];
        return { healed: named.filter((id) => faults.remove(id)) };
      },
    ],
    ["mine", async (input) => ({ block: (await chain.mine(within(input, "blocks", 1, MOST_BLOCKS, 1))).number })],
    ["advance", async (input) => ({ block: (await chain.advance(within(input, "ms", 1, MOST_MS))).number })],
  ]);
  return async ({ method, path, input }) => {
    const name = path.slice("/devnet/".length);
    const control = controls.get(name);
    if (!control) return jsonAnswer({ Error: `there is no ${path}` }, 404);
    if (method !== "POST" && name !== "status") return jsonAnswer({ Error: `${path} takes a POST` }, 405);
    try {
      return jsonAnswer(await control(input));
    } catch (error) {
      if (error instanceof RequestError || error instanceof Refusal || error instanceof NotModelled)
        return jsonAnswer({ Error: error.message }, 400);
      throw error;
    }
  };
}

function status(chain: Chain, usdt: Address): JsonObject {
  const [head, solid] = [chain.head(), chain.solid()];
  return {
    head: { number: head.number, id: head.id, timestamp: head.timestamp },
    solid: { number: solid.number, id: solid.id, timestamp: solid.timestamp },
    pending: chain.pending().length,
    now: Math.floor(chain.now()),
    faucet: toBase58(chain.keys.faucet.address),
    usdt: toBase58(usdt),
  };
}
