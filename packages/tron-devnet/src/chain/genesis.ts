import { newAccount, withResource } from "../state/account.ts";
import type { Change } from "../state/state.ts";
import { createBaseState, createLayer } from "../state/state.ts";
import type { Vote } from "../state/tables.ts";
import { defaultWitness } from "../transactions/permissions.ts";
import { type DevnetKey, deriveKey } from "./keys.ts";
import { PARAMETERS, SUN_PER_TRX } from "./parameters.ts";

/** As many super representatives as the real network has. */
export const WITNESSES = 27;
/** TRX that the rest of the network stakes, near the main network's of 2026: so that a stake brings as much here as there. */
const NETWORK_STAKE = { BANDWIDTH: 26_500_000_000n, ENERGY: 19_200_000_000n };
const FAUCET_TRX = 50_000_000_000n;
const STANDARD_BROKERAGE = 20;

export interface NetworkKeys {
  readonly witnesses: readonly DevnetKey[];
  readonly faucet: DevnetKey;
  readonly staker: DevnetKey;
}

export const networkKeys = (seed: Uint8Array): NetworkKeys => ({
  witnesses: Array.from({ length: WITNESSES }, (_, index) => deriveKey(seed, `witness ${index + 1}`)),
  faucet: deriveKey(seed, "faucet"),
  staker: deriveKey(seed, "staker"),
});

/** The state before the first block: 27 witnesses, everybody else's stake, and the faucet. */
export function genesisState({ witnesses, faucet, staker }: NetworkKeys, timestamp: bigint): Iterable<Change> {
  const state = createLayer(createBaseState());
  const share = (NETWORK_STAKE.BANDWIDTH + NETWORK_STAKE.ENERGY) / BigInt(witnesses.length);
  for (const [index, { address }] of witnesses.entries()) {
    state.set("account", address, { ...newAccount(address, timestamp), isWitness: true, witness: defaultWitness(address) });
    state.set("witness", address, {
      url: `http://witness-${index + 1}.devnet.invalid`,
      votes: share,
      brokerage: STANDARD_BROKERAGE,
      totalProduced: 0,
      totalMissed: 0,
      latestBlock: 0,
      latestSlot: 0,
      isJobs: true,
    });
    state.set("cycleBrokerage", `0/${address}`, STANDARD_BROKERAGE);
  }
  state.set(
    "list",
    "witnesses",
    witnesses.map(({ address }) => address),
  );
  state.set(
    "list",
    "producers",
    witnesses.map(({ address }) => address),
  );
  const votes: Vote[] = witnesses.map(({ address }) => ({ address, count: share }));
  const stake = newAccount(staker.address, timestamp);
  const frozen = withResource(
    withResource(stake.frozen, "BANDWIDTH", NETWORK_STAKE.BANDWIDTH * SUN_PER_TRX),
    "ENERGY",
    NETWORK_STAKE.ENERGY * SUN_PER_TRX,
  );
  state.set("account", staker.address, { ...stake, frozen, votes });
  state.set("rewardMark", staker.address, { begin: 0n, end: 0n });
  state.set("account", faucet.address, { ...newAccount(faucet.address, timestamp), balance: FAUCET_TRX * SUN_PER_TRX });
  state.set("property", "totalNetWeight", NETWORK_STAKE.BANDWIDTH);
  state.set("property", "totalEnergyWeight", NETWORK_STAKE.ENERGY);
  state.set("property", "genesisTime", timestamp);
  state.set("property", "latestTime", timestamp);
  state.set("property", "nextMaintenance", timestamp + PARAMETERS.maintenanceIntervalMs);
  state.set("property", "cycle", 0n);
  return state.changes();
}
