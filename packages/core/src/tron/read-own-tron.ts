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
    const paged = { payee: user_id, limit: PAGE };
    const payouts = await allPages(async (before) => {
      const page = await link.call("listPayouts", { ...paged, before });
      return { entries: page.payouts, next_before: page.next_before };
    });
    return [
      { name: "tron_wallets", entries: wallets },
      { name: "tron_transfers", entries: transfers },
      { name: "payouts", entries: payouts },
      { name: "payout_entries", entries: await allPages((before) => link.call("ledgerEntries", { ...paged, before })) },
    ];
  } catch (error) {
    if (!(error instanceof LucidError)) throw error;
    return [{ name: "tron_missing", entries: [{ reason: error.message }] }];
  }
}

interface Page<Entry> {
  readonly entries: readonly Entry[];
  readonly next_before: number | null;
}

async function allPages<Entry>(read: (before: number | undefined) => Promise<Page<Entry>>): Promise<readonly Entry[]> {
  const all: Entry[] = [];
  let before: number | undefined;
  for (;;) {
    const { entries, next_before } = await read(before);
    all.push(...entries);
    if (next_before === null) return all;
    before = next_before;
  }
}
