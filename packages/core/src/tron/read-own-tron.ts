import { LucidError, type OrderedTransfer } from "@lucid/contract";
import type { OwnData } from "../calls/index.ts";
import type { PaymentsLink } from "./start-payments-link.ts";

const PAGE = 100;

/** What payments keep about one account, for its own export. Where they cannot be asked, the export says so instead. */
export async function readOwnTron(link: Pick<PaymentsLink, "call">, user_id: string): Promise<readonly OwnData[]> {
  try {
    const wallets = await link.call("listWallets", { user_id });
    const transfers: OrderedTransfer[] = [];
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const page = await link.call("listTransfers", { user_id, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
      transfers.push(...page.transfers);
      cursor = page.next_cursor;
    }
    return [
      { name: "tron_wallets", entries: wallets },
      { name: "tron_transfers", entries: transfers },
    ];
  } catch (error) {
    if (!(error instanceof LucidError)) throw error;
    return [{ name: "tron_missing", entries: [{ reason: error.message }] }];
  }
}
