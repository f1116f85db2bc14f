import type { Chain } from "./chain/chain.ts";
import { createSerial } from "./chain/serial.ts";
import type { Address } from "./text/address.ts";
import { tokenFreeze, tokenTransfer } from "./token/deploy-token.ts";
import { buildTransaction } from "./transactions/build.ts";

export interface Gift {
  /** Sun. */
  readonly trx?: bigint;
  /** Millionths. */
  readonly usdt?: bigint;
}

/** Sun that a gift's fee may cost. */
const FEE_LIMIT = 100_000_000n;

/** The network's own account: it has all coins, and the token's contract is its. Each act is a signed transaction like everybody's. */
export interface Faucet {
  /** @returns the transactions' ids. */
  give(to: Address, gift: Gift): Promise<readonly string[]>;
  /** Puts an account on the token's freeze list, or takes it off. */
  freeze(address: Address, isFrozen: boolean): Promise<string>;
}

export function createFaucet(chain: Chain, token: Address): Faucet {
  const serial = createSerial();
  let sent = 0n;
  async function send(contract: Parameters<typeof buildTransaction>[2]): Promise<string> {
    // Two gifts of one millisecond would be one transaction: each has a fee limit of its own.
    sent += 1n;
    const transaction = buildTransaction(chain, chain.keys.faucet, { ...contract, feeLimit: FEE_LIMIT + sent });
    await chain.broadcast(transaction);
    return transaction.id;
  }
  const owner = chain.keys.faucet.address;
  return {
    give: (to, { trx = 0n, usdt = 0n }) =>
      serial(async () => {
        const ids: string[] = [];
        if (trx > 0n)
          ids.push(await send({ type: "TransferContract", value: { owner_address: owner, to_address: to, amount: trx } }));
        if (usdt > 0n) ids.push(await send(tokenTransfer(token, owner, to, usdt)));
        return ids;
      }),
    freeze: (address, isFrozen) => serial(() => send(tokenFreeze(token, owner, address, isFrozen))),
  };
}
