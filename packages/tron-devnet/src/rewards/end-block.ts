import type { BlockContext } from "../kinds/kind.ts";
import type { State } from "../state/state.ts";

/** What a block changes beside its transactions: its witness's record and the network's time. */
export function endBlock(state: State, { number, timestamp, witness }: BlockContext, slot: bigint): void {
  const record = state.get("witness", witness);
  if (record)
    state.set("witness", witness, {
      ...record,
      totalProduced: record.totalProduced + 1,
      latestBlock: number,
      latestSlot: Number(slot),
    });
  state.set("property", "latestTime", timestamp);
}
