import { CHAIN_PARAMETERS, PARAMETERS } from "../../chain/parameters.ts";
import { property } from "../../state/account.ts";
import type { Routes } from "../route.ts";

export const networkRoutes: Routes = {
  getchainparameters: () => ({
    chainParameter: CHAIN_PARAMETERS.map(({ key, value }) => (value === undefined ? { key } : { key, value })),
  }),
  /** Pairs of time and price since then; here they never changed. */
  getenergyprices: () => ({ prices: `0:${PARAMETERS.energyFee}` }),
  getbandwidthprices: () => ({ prices: `0:${PARAMETERS.transactionFee}` }),
  getmemofee: () => ({ prices: `0:${PARAMETERS.memoFee}` }),
  getburntrx: (_input, { chain }) => ({ burnTrxAmount: chain.burnt() }),
  getnextmaintenancetime: (_input, { state }) => ({ num: property(state, "nextMaintenance") }),
  /** One node, that nobody else is connected with. */
  listnodes: () => ({}),
  getnodeinfo: (_input, { chain }) => {
    const [head, solid] = [chain.head(), chain.solid()];
    return {
      activeConnectCount: 0,
      beginSyncNum: head.number,
      block: `Num:${head.number},ID:${head.id}`,
      solidityBlock: `Num:${solid.number},ID:${solid.id}`,
      configNodeInfo: { codeVersion: "lucid-devnet", p2pVersion: "0" },
      currentConnectCount: 0,
      passiveConnectCount: 0,
      peerList: [],
      totalFlow: 0,
    };
  },
};
