import type { Chain } from "@lucid/chain";
import type { PartHealth } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import type { Genesis } from "@lucid/proof";
import { type Probe, spanOf } from "../ground/index.ts";

export interface ChainHealthDeps {
  readonly clock: Clock;
  readonly chain: {
    readonly genesis: Pick<Genesis, "parameters">;
    readonly read: Pick<Chain["read"], "head"> & { onBlock(listener: () => void): Disposable };
  };
  /** Whether chain.db takes what is written. */
  readonly writes: Pick<Probe, "look">;
}

export interface ChainHealth extends Disposable {
  look(): Promise<PartHealth>;
}

/**
 * The chain works while it grows and can be written. A slot has at least one block, which may come from the last of
 * the fallbacks and needs an interval to be built; whoever has no block for longer has none to come. Nor has a chain
 * whose head is ahead of the clock, until the clock has come that far.
 */
export function createChainHealth({ clock, chain, writes }: ChainHealthDeps): ChainHealth {
  const { slot_duration, block_interval, max_fallbacks, leader_timeout } = chain.genesis.parameters;
  const longestMs = (slot_duration + block_interval + max_fallbacks * leader_timeout) * 1_000;
  let grewElapsed = clock.elapsed();
  const following = chain.read.onBlock(() => {
    grewElapsed = clock.elapsed();
  });

  async function look(): Promise<PartHealth> {
    const { failure } = await writes.look();
    const { height, time } = chain.read.head();
    const blockMs = time * 1_000;
    const silentMs = clock.elapsed() - grewElapsed;
    const aheadMs = blockMs - clock.now();
    const isSilent = silentMs > longestMs;
    const isFarAhead = aheadMs > longestMs;
    const said = [
      ...(aheadMs > block_interval * 1_000 ? [`${spanOf(aheadMs)} ahead of this clock: no block comes before that time`] : []),
      ...(isSilent ? [`no block for ${Math.floor(silentMs / 1_000)} s`] : []),
      ...(failure === undefined ? [] : [`cannot be written: ${failure}`]),
    ];
    return {
      ok: !isSilent && !isFarAhead && failure === undefined,
      detail: [`block ${height}`, ...said].join(", "),
      last_success: height === 0 ? null : new Date(blockMs).toISOString(),
    };
  }

  return { look, [Symbol.dispose]: () => following[Symbol.dispose]() };
}
