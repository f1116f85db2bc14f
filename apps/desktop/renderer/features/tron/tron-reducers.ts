import { TransferId } from "@lucid/contract";
import type { EventReducers } from "../../shared/api/apply-event.ts";

export const tronReducers: EventReducers<"tron" | "tron_wallet" | "tron_transfer"> = {
  tron({ status }, { cache, queries }) {
    const before = cache.getQueryData(queries.tron.networkStatus.queryKey());
    cache.setQueryData(queries.tron.networkStatus.queryKey(), status);
    // A new block may hold payments; a process that ended has locked every wallet.
    if (before?.state !== status.state) void cache.invalidateQueries({ queryKey: queries.tron.listWallets.key() });
    if (before?.solid?.number === status.solid?.number) return;
    void cache.invalidateQueries({ queryKey: queries.tron.walletBalance.key() });
    void cache.invalidateQueries({ queryKey: queries.tron.walletHistory.key() });
    void cache.invalidateQueries({ queryKey: queries.tron.stakingStatus.key() });
  },
  tron_transfer({ transfer }, { cache, queries }) {
    void cache.invalidateQueries({ queryKey: queries.tron.listTransfers.key() });
    const input = { transfer_id: TransferId.parse(transfer.transfer_id) };
    cache.setQueryData(queries.tron.getTransfer.queryKey({ input }), transfer);
  },
  tron_wallet(_event, { cache, queries }) {
    void cache.invalidateQueries({ queryKey: queries.tron.listWallets.key() });
  },
};
