import type { StakingRules } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import type { SeededRandom } from "@lucid/foundation/testing";
import type { Devnet } from "@lucid/tron-devnet";
import type { TransfersDeps } from "../../transfers/create-transfers.ts";

export const keyFrom = (random: SeededRandom): Uint8Array => random.bytes(32).with(0, 1);

/** Rules that stand in nobody's way. */
export const STAKING_RULES: StakingRules = { least: "1000000", most: "1000000000000", hold_days: 0 };

export interface OwnWallet {
  readonly devnet: Devnet;
  readonly clock: Clock;
  readonly wallet_id: string;
  readonly user_id: string;
  readonly address: string;
  readonly kind?: "hot" | "hardware";
}

/** What every life of a process has, however it ends: one wallet with a key, and a network that is the right one. */
export const partsOfLife = ({
  devnet,
  clock,
  wallet_id,
  user_id,
  address,
  kind = "hot",
}: OwnWallet): Pick<TransfersDeps, "clock" | "network" | "wallets" | "keystore"> => ({
  // Nothing goes on by itself: each turn is waited for.
  clock: { ...clock, after: () => ({ [Symbol.dispose]: () => undefined }) },
  network: {
    view: () => ({ state: "ready", head: null, solid: null, last_success: null, detail: "" }),
    look: () => Promise.reject(new Error("the network is ready")),
    usdt: () => devnet.tokens.usdt,
  },
  wallets: {
    find: () => ({
      ...{ wallet_id, user_id, name: "", address, kind, created_at: 0, rehearsed_at: null },
      ...(kind === "hot" ? { device: null, account: null } : ({ device: "ledger", account: 0 } as const)),
      ...{ unlocked_at: null, failed_tries: 0, closed_until: 0 },
    }),
  },
  keystore: { has: () => true },
});
