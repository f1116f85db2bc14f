import { useLingui } from "@lingui/react";
import { type TronBalance, type TronWallet, TronWalletId } from "@lucid/contract";
import { Button, Group, Text, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { Ago, Badge, Card, ErrorNotice, Hash, Moment } from "../../shared/ui/index.ts";
import { Amount } from "./amount.tsx";
import { NetworkBadge } from "./network-badge.tsx";
import { OrderedTransfers } from "./ordered-transfers.tsx";
import { Transfers } from "./transfers.tsx";
import classes from "./tron.module.css";

export type WalletAction = "send" | "unlock" | "rehearse" | "rename" | "remove";

export interface WalletCardProps {
  readonly wallet: TronWallet;
  readonly onAsk: (what: WalletAction) => void;
}

/** One wallet: what it holds, whether its key is in memory, and whether its words are written down. */
export function WalletCard({ wallet, onAsk }: WalletCardProps) {
  const { i18n } = useLingui();
  const { tron } = useApi().queries;
  const { name, address, kind, unlocked_until, rehearsed_at } = wallet;
  const wallet_id = TronWalletId.parse(wallet.wallet_id);
  const balance = useQuery(tron.walletBalance.queryOptions({ input: { wallet_id } }));
  const lock = useMutation(tron.lockWallet.mutationOptions());
  const [isOpen, setOpen] = useState(false);
  const action = (what: WalletAction, label: string, words: string) => (
    <Button
      size="compact-sm"
      variant={what === "remove" ? "subtle" : "default"}
      {...(what === "remove" ? { color: "gray" } : {})}
      aria-label={words}
      onClick={() => onAsk(what)}
    >
      {label}
    </Button>
  );
  return (
    <Card>
      <Group gap={8}>
        <Title order={2} style={{ overflowWrap: "anywhere" }}>
          {name}
        </Title>
        {kind === "watch" ? (
          <Badge tone="quiet">{i18n.t("watched only")}</Badge>
        ) : kind === "hardware" ? (
          <Badge tone="quiet">Ledger</Badge>
        ) : unlocked_until === null ? (
          <Badge tone="quiet">{i18n.t("locked")}</Badge>
        ) : (
          <Badge tone="warning">{i18n.t("unlocked")}</Badge>
        )}
        {kind === "hot" && rehearsed_at === null && <Badge tone="warning">{i18n.t("words not rehearsed")}</Badge>}
      </Group>
      <Hash value={address} label={i18n.t("address")} ends={8} />
      <div className={classes.amounts}>
        <Amount units={balance.data?.sun} asset="TRX" />
        <Amount units={balance.data?.micro_usdt} asset="USDT" />
        {balance.data && <NetworkBadge network={balance.data.network} />}
      </div>
      <Text c="dimmed" size="sm" component="div">
        {balance.data ? <AsOf block={balance.data.solid} /> : i18n.t("What it holds is not known yet.")}
        {unlocked_until !== null && (
          <>
            {" · "}
            {i18n.t("Locks itself:")} <Moment at={unlocked_until} />
          </>
        )}
      </Text>
      {balance.error && <ErrorNotice error={balance.error} title={i18n.t("The balance could not be read")} />}
      {lock.error && <ErrorNotice error={lock.error} title={i18n.t("The wallet was not locked")} />}
      <Group gap="xs" mt="sm">
        <Button
          size="compact-sm"
          variant="default"
          aria-expanded={isOpen}
          aria-label={i18n.t("Transfers: {name}", { name })}
          onClick={() => setOpen(!isOpen)}
        >
          {i18n.t("Transfers")}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          aria-label={i18n.t("Staking: {name}", { name })}
          renderRoot={(props) => <Link to="/wallet/staking/$id" params={{ id: wallet_id }} {...props} />}
        >
          {i18n.t("Staking")}
        </Button>
        {kind !== "watch" && action("send", i18n.t("Send"), i18n.t("Send: {name}", { name }))}
        {kind === "hot" &&
          (unlocked_until === null ? (
            action("unlock", i18n.t("Unlock"), i18n.t("Unlock: {name}", { name }))
          ) : (
            <Button
              size="compact-sm"
              variant="default"
              loading={lock.isPending}
              aria-label={i18n.t("Lock: {name}", { name })}
              onClick={() => lock.mutate({ wallet_id })}
            >
              {i18n.t("Lock")}
            </Button>
          ))}
        {kind === "hot" && action("rehearse", i18n.t("Rehearse the words"), i18n.t("Rehearse the words: {name}", { name }))}
        {action("rename", i18n.t("Rename"), i18n.t("Rename: {name}", { name }))}
        {action("remove", i18n.t("Remove"), i18n.t("Remove: {name}", { name }))}
      </Group>
      {kind !== "watch" && <OrderedTransfers wallet={wallet} />}
      {isOpen && <Transfers walletId={wallet_id} name={name} />}
    </Card>
  );
}

/** Which block a balance is of, and how old that is: it says nothing of what was paid since. */
function AsOf({ block: { number, time } }: { readonly block: TronBalance["solid"] }) {
  const { i18n } = useLingui();
  return <Ago at={time} render={(age) => i18n.t("Solidified as of block {number}, {age} ago", { number, age })} />;
}
