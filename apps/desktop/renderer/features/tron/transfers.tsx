import { useLingui } from "@lingui/react";
import type { TronAsset, TronTransfer, TronWalletId } from "@lucid/contract";
import { SegmentedControl, Stack, Table, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { byCursor } from "../../shared/api/older.ts";
import { ErrorNotice, Hash, Moment, OlderOnes, RecordTable, Waiting } from "../../shared/ui/index.ts";
import { Amount } from "./amount.tsx";

const ASSETS = ["USDT", "TRX"] as const;

/** The solidified transfers of a wallet, the newest first. */
export function Transfers({ walletId: wallet_id, name }: { readonly walletId: TronWalletId; readonly name: string }) {
  const { i18n } = useLingui();
  const { tron } = useApi().queries;
  const [asset, setAsset] = useState<TronAsset>("USDT");
  const history = useInfiniteQuery(
    tron.walletHistory.infiniteOptions({
      input: (cursor: string | undefined) => ({ wallet_id, asset, cursor }),
      ...byCursor,
    }),
  );
  const transfers = history.data?.pages.flatMap((page) => page.transfers);
  return (
    <Stack mt="sm" gap="xs">
      <SegmentedControl
        size="xs"
        data={[...ASSETS]}
        value={asset}
        onChange={(chosen) => setAsset(ASSETS.find((one) => one === chosen) ?? asset)}
        aria-label={i18n.t("Which transfers")}
        style={{ alignSelf: "flex-start" }}
      />
      {transfers === undefined ? (
        history.error ? (
          <ErrorNotice
            error={history.error}
            title={i18n.t("The transfers could not be listed")}
            onRetry={() => void history.refetch()}
          />
        ) : (
          <Waiting label={i18n.t("Asking the node")} />
        )
      ) : transfers.length === 0 ? (
        <Text c="dimmed">{i18n.t("No transfer is solidified yet.")}</Text>
      ) : (
        <RecordTable
          label={i18n.t("Transfers of {name}", { name })}
          headings={[i18n.t("Time"), i18n.t("Direction"), i18n.t("Amount"), i18n.t("Other side"), i18n.t("Transaction")]}
          figures={[2]}
        >
          {transfers.map((transfer) => (
            <OneTransfer key={`${transfer.transaction_id} ${transfer.direction}`} transfer={transfer} />
          ))}
        </RecordTable>
      )}
      <OlderOnes key={asset} list={history} shown={transfers?.length ?? 0} />
    </Stack>
  );
}

function OneTransfer({ transfer }: { readonly transfer: TronTransfer }) {
  const { i18n } = useLingui();
  const words = { in: i18n.t("received"), out: i18n.t("sent"), self: i18n.t("to itself") } as const;
  return (
    <Table.Tr>
      <Table.Td>
        <Moment at={transfer.time} />
      </Table.Td>
      <Table.Td>{words[transfer.direction]}</Table.Td>
      <Table.Td ta="end">
        <Amount units={transfer.amount} asset={transfer.asset} />
      </Table.Td>
      <Table.Td>
        <Hash value={transfer.other} label={i18n.t("address")} />
      </Table.Td>
      <Table.Td>
        <Hash value={transfer.transaction_id} label={i18n.t("transaction id")} />
      </Table.Td>
    </Table.Tr>
  );
}
