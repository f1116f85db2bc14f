import type { StakingAction } from "@lucid/contract";
import type { OpenDatabase } from "@lucid/foundation";
import { createTestClock, type SeededRandom } from "@lucid/foundation/testing";
import type { Devnet } from "@lucid/tron-devnet";
import { hexToBytes } from "@noble/hashes/utils.js";
import { NetworkError } from "../../network/network-error.ts";
import { Refusal } from "../../refusal.ts";
import { createStaking, type Staking } from "../../staking/create-staking.ts";
import { createTransfers, type Transfers } from "../../transfers/create-transfers.ts";
import { createTransferRepository, type TransferRow } from "../../transfers/transfer-repository.ts";
import { addressOfKey, readAddress } from "../../tron/address.ts";
import { signTransaction } from "../../tron/transaction.ts";
import { Crash, createDoom, mortalClient, mortalTransfers } from "./crash.ts";
import { keyFrom, partsOfLife, STAKING_RULES } from "./life.ts";
import { createRoughClient } from "./rough-client.ts";
import type { Sufferer } from "./world.ts";

/** What the person wants: one payment, whatever is in its way. */
export interface Wish {
  readonly asset: "TRX" | "USDT";
  /** Paid by nobody else, so that what it holds tells what it was paid. */
  readonly to: string;
  readonly amount: bigint;
  readonly key: string;
  /** Known once the order was answered. */
  transferId: string | undefined;
}

/** What the person wants done with a stake: one thing after the other. */
export interface StakeWish {
  readonly action: StakingAction;
  readonly key: string;
  transferId: string | undefined;
}

/** One account with its process of payments, which dies and comes back; the person who orders does so until there is an answer. */
export interface Payer extends Sufferer {
  readonly wishes: readonly Wish[];
  /** None of most accounts. */
  readonly stakes: readonly StakeWish[];
  readonly hasDevice: boolean;
  rowOf(wish: Pick<Wish, "key">): TransferRow | undefined;
}

interface Given {
  readonly transfer_id: string;
  readonly raw: string;
}

interface Life {
  readonly transfers: Transfers;
  readonly staking: Staking;
}

/** One of each kind that nothing else has to happen for. */
function stakeWishes(name: string, to_address: string | undefined): StakeWish[] {
  if (to_address === undefined) throw new Error("the faucet has no address");
  const about = (amount: number) => ({ resource: "energy", amount: String(amount) }) as const;
  const actions = [
    { kind: "freeze", ...about(9_000_000) },
    { kind: "delegate", ...about(2_000_000), to_address },
    { kind: "unfreeze", ...about(3_000_000) },
  ] as const;
  return actions.map((action) => ({ action, key: `${name}-${action.kind}-idempotency`, transferId: undefined }));
}

/** 65 bytes. */
const SIGNATURE_HEX = 130;
/** More than any transfer costs here. */
const MOST_FEE = "100000000";

export interface PayerPlace {
  readonly devnet: Devnet;
  readonly db: OpenDatabase;
  readonly random: SeededRandom;
  /** Of its wallet. */
  readonly name: string;
}

/**
 * `isStaker`: it also stakes, lends and unstakes. `hasDevice`: its key is on a device, which signs what it is given out, or does not; the signature comes
 * back, comes back late, or goes to the network by another way.
 */
export function createPayer(
  { devnet, db, random, name: wallet_id }: PayerPlace,
  { isStaker, hasDevice }: { readonly isStaker: boolean; readonly hasDevice: boolean },
): Omit<Payer, "gift"> {
  const clock = createTestClock(devnet.chain.now());
  const privateKey = keyFrom(random);
  const address = addressOfKey(privateKey);
  const user_id = `user of ${wallet_id}`;
  let permille = 0;
  /** Turns for which the network hears nothing of what it is told: forms expire. */
  let deafTurns = 0;
  const line = createRoughClient(devnet, random.fork("line"), {
    permille: () => permille,
    isDeaf: () => deafTurns > 0,
  });
  const deaths = random.fork("deaths");
  const whims = random.fork("whims");
  const stored = createTransferRepository(db);
  const wishes: readonly Wish[] = Array.from({ length: 1 + random.below(2) }, (_, index) => ({
    asset: random.pick(["TRX", "USDT", "USDT"] as const),
    to: addressOfKey(keyFrom(random)),
    amount: BigInt(1 + random.below(5_000_000)),
    key: `${wallet_id}-${index}-idempotency`,
    transferId: undefined,
  }));
  const stakes = isStaker ? stakeWishes(wallet_id, readAddress(devnet.chain.keys.faucet.address)) : [];
  const uuids = random.fork("ids");
  /** All that was ever given out to the device: it may sign any of it, at any time. */
  const given = new Map<string, Given>();
  let isUnlocked = true;
  let lives = 0;
  let life: Life = begin();

  function begin(): Life {
    lives += 1;
    const limit = "1000000000000";
    const doom = createDoom(deaths, () => permille);
    const parts = {
      ...partsOfLife({ devnet, clock, wallet_id, user_id, address, kind: hasDevice ? "hardware" : "hot" }),
      client: mortalClient(line, doom),
      transfers: mortalTransfers(stored, doom),
      randomness: {
        bytes: (length: number) => random.bytes(length),
        uuid: () => Buffer.from(uuids.bytes(16)).toString("hex"),
      },
      unlocked: { key: () => (isUnlocked && !hasDevice ? privateKey : undefined) },
      onChange: () => undefined,
      onPayout: () => undefined,
    };
    const options = {
      ...({ network: "devnet", day_limits: { sun: limit, micro_usdt: limit }, staking_rules: STAKING_RULES } as const),
    };
    const transfers = createTransfers(parts, options);
    return { transfers, staking: createStaking({ ...parts, onOrder: transfers.tell }, options) };
  }

  /** What is expected of a bad day; a death is followed by another life. */
  async function attempt(act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (error instanceof Crash) {
        life.transfers[Symbol.dispose]();
        life = begin();
      } else if (!(error instanceof Refusal) && !(error instanceof NetworkError)) throw error;
    }
  }

  const order = (wish: Wish) => async (): Promise<void> => {
    const { asset, to: to_address, amount, key: idempotency_key } = wish;
    const asked = { user_id, wallet_id, asset, to_address, amount: amount.toString(), idempotency_key, most_fee_sun: MOST_FEE };
    wish.transferId = (await life.transfers.calls.sendTransfer(asked)).transfer_id;
  };

  const orderStake = (wish: StakeWish) => async (): Promise<void> => {
    const { action, key: idempotency_key } = wish;
    const asked = { user_id, wallet_id, action, idempotency_key, most_fee_sun: MOST_FEE };
    wish.transferId = (await life.staking.orderStaking(asked)).transfer_id;
  };
  /** The first that is not done. */
  const nextStake = (): StakeWish | undefined => stakes.find(({ key }) => stored.byKey(user_id, key)?.state !== "solidified");

  /** What the device signs of what was given out, whatever becomes of it. */
  async function deviceActs({ transferId: transfer_id }: Pick<Wish, "transferId">): Promise<void> {
    const form = transfer_id === undefined ? undefined : stored.unsigned(transfer_id);
    if (form) given.set(form.transaction_id, { transfer_id: transfer_id ?? "", raw: form.raw });
    for (const [id, one] of given) {
      // One that is not what is given out now does nothing any more, and is tried all the same.
      const fate = whims.below(id === form?.transaction_id ? 8 : 60);
      if (fate === 0) await attempt(() => line.say("/wallet/broadcasthex", { transaction: signed(one.raw) }));
      else if (fate < 3) await sign(one);
    }
  }
  const signed = (raw: string): string => signTransaction(hexToBytes(raw), privateKey).hex;
  const sign = ({ transfer_id, raw }: Given): Promise<void> =>
    attempt(() => life.transfers.calls.signTransfer({ user_id, transfer_id, signature: signed(raw).slice(-SIGNATURE_HEX) }));

  async function personActs(wish: Pick<Wish, "transferId">, ordering: () => Promise<void>): Promise<void> {
    const { transferId: transfer_id } = wish;
    // A person who does not know whether it was heard orders again, with the same key; an impatient one twice at once.
    if (transfer_id === undefined || random.below(10) === 0) {
      const times = 1 + random.below(2);
      await Promise.all(Array.from({ length: times }, () => attempt(ordering)));
      return;
    }
    const { state } = stored.find(transfer_id) ?? {};
    const again = random.below(100);
    if (state === "expired" || (state === "failed" && again < 70) || again < 3)
      await attempt(() => life.transfers.calls.retryTransfer({ user_id, transfer_id, most_fee_sun: MOST_FEE }));
    else if (again < 6) await attempt(() => life.transfers.calls.cancelTransfer({ user_id, transfer_id }));
  }

  return {
    ...{ address, wishes, stakes, hasDevice },
    disturb(next) {
      permille = next;
    },
    async turn() {
      isUnlocked = random.below(10) > 0;
      deafTurns = permille > 0 && deafTurns === 0 && random.below(40) === 0 ? 50 : Math.max(0, deafTurns - 1);
      if (random.below(20) === 0) clock.setNow(devnet.chain.now() + (random.below(2_000) - 1_000) * 3_600);
      clock.advance(3_000);
      for (const wish of wishes) if (random.below(3) === 0) await personActs(wish, order(wish));
      if (hasDevice) for (const wish of wishes) await deviceActs(wish);
      const stake = nextStake();
      if (stake && whims.below(3) === 0) await personActs(stake, orderStake(stake));
      await attempt(() => life.transfers.goOn());
    },
    async quietTurn() {
      isUnlocked = true;
      deafTurns = 0;
      clock.advance(10_000);
      for (const wish of wishes) if (wish.transferId === undefined) await attempt(order(wish));
      await attempt(() => life.transfers.goOn());
      for (const { transferId: id = "" } of wishes) {
        const form = stored.unsigned(id);
        if (form) await sign({ transfer_id: id, raw: form.raw });
      }
    },
    rowOf: ({ key }) => stored.byKey(user_id, key),
    lives: () => lives,
  };
}
