import { useLingui } from "@lingui/react";
import { type StakingStatus, type TronWallet, TronWalletId } from "@lucid/contract";
import { Button, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { AgedArea, Badge, ErrorNotice, PageHeader, Waiting } from "../../shared/ui/index.ts";
import { NetworkBadge } from "./network-badge.tsx";
import { OrderedTransfers } from "./ordered-transfers.tsx";
import { SimpleStakeDialog } from "./simple-stake-dialog.tsx";
import { StakeDialog, type StakeDialogProps } from "./stake-dialog.tsx";
import { type StakeAsked, StakingSheet } from "./staking-sheet.tsx";
import { stakingKinds } from "./staking-words.ts";
import { useWallets } from "./use-wallets.ts";
import { VoteDialog } from "./vote-dialog.tsx";
import { WithPayments } from "./with-payments.tsx";

/** What a wallet has staked, and what can be done with it. */
export function StakingPage() {
  const { i18n } = useLingui();
  const { id } = useParams({ from: "/inside/wallet/staking/$id" });
  const title = i18n.t("Staking");
  return (
    <WithPayments title={title}>
      <OfWallet id={id} title={title} />
    </WithPayments>
  );
}

function OfWallet({ id, title }: { readonly id: string; readonly title: string }) {
  const { i18n } = useLingui();
  const { list } = useWallets();
  const wallet = list.data?.wallets.find(({ wallet_id }) => wallet_id === id);
  const wallet_id = TronWalletId.safeParse(id);
  const status = useQuery(
    useApi().queries.tron.stakingStatus.queryOptions({
      input: { wallet_id: wallet_id.data ?? ("" as TronWalletId) },
      enabled: wallet_id.success && wallet !== undefined,
    }),
  );
  const [asked, setAsked] = useState<StakeAsked>();
  const parent = { to: "/wallet", label: i18n.t("Wallet") } as const;
  const failed = list.error ?? status.error;
  const isGone = list.data !== undefined && wallet === undefined;
  if (!wallet || !status.data)
    return (
      <>
        <PageHeader title={wallet ? i18n.t("Staking: {name}", { name: wallet.name }) : title} parent={parent} />
        {isGone ? (
          <ErrorNotice error={new Error(i18n.t("The node knows no such wallet of yours."))} title={title} />
        ) : failed ? (
          <ErrorNotice
            error={failed}
            title={i18n.t("What is staked could not be read")}
            onRetry={() => void (list.error ? list : status).refetch()}
          />
        ) : (
          <Waiting label={i18n.t("Asking the node")} />
        )}
      </>
    );
  const kinds = stakingKinds(i18n);
  const isOwn = wallet.kind !== "watch";
  return (
    <>
      <PageHeader
        title={i18n.t("Staking: {name}", { name: wallet.name })}
        parent={parent}
        badge={
          <>
            <NetworkBadge network={status.data.network} />
            {!isOwn && <Badge tone="quiet">{i18n.t("watched only")}</Badge>}
          </>
        }
      >
        {isOwn && (
          <>
            <Button onClick={() => setAsked({ kind: "freeze" })}>{kinds.freeze.label}</Button>
            <Button variant="default" onClick={() => setAsked({ kind: "unfreeze" })}>
              {kinds.unfreeze.label}
            </Button>
          </>
        )}
      </PageHeader>
      <Stack maw={960} gap="sm">
        {status.error && <ErrorNotice error={status.error} title={i18n.t("What is staked could not be read")} />}
        <AgedArea>
          <StakingSheet status={status.data} onAsk={isOwn ? setAsked : undefined} />
          {isOwn && <OrderedTransfers wallet={wallet} />}
        </AgedArea>
      </Stack>
      {asked && <Asked asked={asked} wallet={wallet} status={status.data} onClose={() => setAsked(undefined)} />}
    </>
  );
}

interface AskedProps extends Pick<StakeDialogProps, "wallet" | "onClose"> {
  readonly asked: StakeAsked;
  readonly wallet: TronWallet;
  readonly status: StakingStatus;
}

function Asked({ asked, ...rest }: AskedProps) {
  const { kind } = asked;
  if (kind === "vote") return <VoteDialog {...rest} />;
  if (kind === "withdraw" || kind === "cancel-unfreezing" || kind === "claim") return <SimpleStakeDialog kind={kind} {...rest} />;
  return <StakeDialog kind={kind} {...("preset" in asked ? { preset: asked.preset } : {})} {...rest} />;
}
