import type { Chain } from "../chain/chain.ts";
import type { Machine } from "../evm/machine.ts";
import type { StateReader } from "../state/state.ts";
import type { BlockRow, Store } from "../store/store.ts";
import type { Json, JsonObject } from "../text/json.ts";

/** Which of the two nodes is asked: the full node shows what was just broadcast, the solidity node what cannot be taken back. */
export interface View {
  readonly isSolid: boolean;
  readonly state: StateReader;
  /** The newest block that this node shows. */
  readonly newest: BlockRow;
  readonly chain: Chain;
  readonly store: Store;
  readonly machine: Machine;
}
export type Handler = (input: JsonObject, view: View) => Json | Promise<Json>;
/** By the last part of the path: `getaccount` of `/wallet/getaccount`. */
export type Routes = Readonly<Record<string, Handler>>;
