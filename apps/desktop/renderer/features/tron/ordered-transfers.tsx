import { useLingui } from "@lingui/react";
import { type OrderedTransfer, TransferId, type TronWallet, TronWalletId } from "@lucid/contract";
import { Button, Group, Stack, Table, Title } from "@mantine/core";
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { byCursor } from "../../shared/api/older.ts";
import { Badge, ErrorNotice, Hash, Moment, OlderOnes, RecordTable, whyNotShown } from "../../shared/ui/index.ts";
import { Amount } from "./amount.tsx";
import { SignDialog } from "./hardware/sign-dialog.tsx";
import { stakingKinds } from "./staking-words.ts";
import { TransferDialog } from "./transfer-dialog.tsx";
import { stakingStates, transferStates } from "./transfer-words.ts";

const PAGE = 5;

/** What was sent from a wallet on this node, and how far it is, the newest first. Nothing is shown where nothing was. */
export function OrderedTransfers({ wallet }: { readonly wallet: TronWallet }) {
  const { name } = wallet;
  const wallet_id = TronWalletId.parse(wallet.wallet_id);
  const { i18n } = useLingui();
  const { tron } = useApi().queries;
  const [shown, setShown] = useState<string>();
  const [signed, setSigned] = useState<string>();
  const list = useInfiniteQuery(
    tron.listTransfers.infiniteOptions({
      input: (cursor: string | undefined) => ({ wallet_id, limit: PAGE, cursor }),
      ...byCursor,
    }),
  );
  const transfers = list.data?.pages.flatMap((page) => page.transfers) ?? [];
  const open = transfers.find(({ transfer_id }) => transfer_id === shown);
  if (whyNotShown(list))
    return (
      <ErrorNotice
        error={whyNotShown(list)}
        title={i18n.t("What was sent could not be listed")}
        onRetry={() => void list.refetch()}
      />
    );
  if (transfers.length === 0) return null;
  return (
    <Stack mt="sm" gap="xs">
      <Title order={3}>{i18n.t("Ordered here")}</Title>
      <RecordTable
        label={i18n.t("Ordered for {name}", { name })}
        headings={[i18n.t("Ordered"), i18n.t("State"), i18n.t("Amount"), i18n.t("To, or what for"), ""]}
        figures={[2]}
      >
        {transfers.map((transfer) => (
          <OneOrder
            key={transfer.transfer_id}
            transfer={transfer}
            onShow={() => setShown(transfer.transfer_id)}
            onSign={() => setSigned(transfer.transfer_id)}
          />
        ))}
      </RecordTable>
      <OlderOnes list={list} shown={transfers.length} />
      {open && <TransferDialog transfer={open} onClose={() => setShown(undefined)} />}
      {signed !== undefined && <SignDialog wallet={wallet} transferId={signed} onClose={() => setSigned(undefined)} />}
    </Stack>
  );
}

interface OneOrderProps {
  readonly transfer: OrderedTransfer;
  readonly onShow: () => void;
  readonly onSign: () => void;
}

function OneOrder({ transfer, onShow, onSign }: OneOrderProps) {
  const { i18n } = useLingui();
  const cancel = useMutation(useApi().queries.tron.cancelTransfer.mutationOptions());
  const { state, asset, amount, to_address, steps, staking, to_sign } = transfer;
  const { tone, label } = (staking === null ? transferStates : stakingStates)(i18n)[state];
  const transfer_id = TransferId.parse(transfer.transfer_id);
  return (
    <Table.Tr>
      <Table.Td>{steps[0] && <Moment at={steps[0].at} />}</Table.Td>
      <Table.Td>
        <Badge tone={tone}>{label}</Badge>
      </Table.Td>
      <Table.Td ta="end">
        <Amount units={staking?.kind === "vote" ? undefined : amount} asset={asset} />
      </Table.Td>
      <Table.Td>
        {staking === null ? <Hash value={to_address} label={i18n.t("address")} /> : stakingKinds(i18n)[staking.kind].label}
      </Table.Td>
      <Table.Td>
        <Group gap="xs" justify="flex-end" wrap="nowrap">
          {to_sign !== null && (
            <Button size="compact-sm" onClick={onSign}>
              {i18n.t("Sign on the device")}
            </Button>
          )}
          {state === "requested" && to_sign === null && (
            <Button size="compact-sm" variant="default" loading={cancel.isPending} onClick={() => cancel.mutate({ transfer_id })}>
              {staking === null ? i18n.t("Cancel the transfer") : i18n.t("Cancel the order")}
            </Button>
          )}
          <Button size="compact-sm" variant="default" onClick={onShow}>
            {i18n.t("Details")}
          </Button>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
