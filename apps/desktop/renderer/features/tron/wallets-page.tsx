import { useLingui } from "@lingui/react";
import type { TronStatus, TronWallet } from "@lucid/contract";
import { Button, Group, Stack } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { formatMoment } from "../../shared/format/index.ts";
import { AgedArea, EmptyState, ErrorNotice, Note, PageHeader, Waiting } from "../../shared/ui/index.ts";
import { AddLedgerDialog } from "./hardware/add-ledger-dialog.tsx";
import { NetworkBadge } from "./network-badge.tsx";
import { NewWalletDialog } from "./new-wallet-dialog.tsx";
import { RehearseDialog } from "./rehearse-dialog.tsx";
import { RemoveWalletDialog } from "./remove-wallet-dialog.tsx";
import { RenameWalletDialog } from "./rename-wallet-dialog.tsx";
import { SendDialog } from "./send-dialog.tsx";
import { UnlockWalletDialog } from "./unlock-wallet-dialog.tsx";
import { useWallets } from "./use-wallets.ts";
import { type WalletAction, WalletCard } from "./wallet-card.tsx";
import { WatchDialog } from "./watch-dialog.tsx";
import { WithPayments } from "./with-payments.tsx";

type Asked =
  | { readonly what: "create" | "import" | "ledger" | "watch" }
  | { readonly what: WalletAction; readonly wallet: TronWallet };

export function WalletsPage() {
  const title = useLingui().i18n.t("Wallet");
  return (
    <WithPayments title={title}>
      <Wallets title={title} />
    </WithPayments>
  );
}

/** The TRON wallets of the person, and how the network is that they are on. */
function Wallets({ title }: { readonly title: string }) {
  const { i18n } = useLingui();
  const { status, list } = useWallets();
  const [asked, setAsked] = useState<Asked>();
  const close = (): void => setAsked(undefined);
  const { data } = status;

  const ways = (
    <Group gap="xs">
      <Button onClick={() => setAsked({ what: "create" })}>{i18n.t("New wallet")}</Button>
      <Button variant="default" onClick={() => setAsked({ what: "import" })}>
        {i18n.t("Import")}
      </Button>
      <Button variant="default" onClick={() => setAsked({ what: "ledger" })}>
        {i18n.t("Add a Ledger")}
      </Button>
      <Button variant="default" onClick={() => setAsked({ what: "watch" })}>
        {i18n.t("Watch an address")}
      </Button>
    </Group>
  );
  const wallets = list.data?.wallets;
  const failed = status.error ?? list.error;
  return (
    <>
      <PageHeader title={title} badge={data?.network ? <NetworkBadge network={data.network} /> : undefined}>
        <Button variant="default" renderRoot={(props) => <Link to="/wallet/invoices" {...props} />}>
          {i18n.t("Invoices")}
        </Button>
        {wallets && wallets.length > 0 && ways}
      </PageHeader>
      <Stack maw={960} gap="sm">
        {data && <NetworkState status={data} />}
        {wallets ? (
          wallets.length === 0 ? (
            <EmptyState title={i18n.t("No wallet yet")} action={ways}>
              {i18n.t(
                "A wallet holds TRX and USDT. Its key is kept under your passphrase by a process of its own, and opened nowhere else.",
              )}
            </EmptyState>
          ) : (
            <AgedArea>
              <Stack gap="sm">
                {wallets.map((wallet) => (
                  <WalletCard key={wallet.wallet_id} wallet={wallet} onAsk={(what) => setAsked({ what, wallet })} />
                ))}
              </Stack>
            </AgedArea>
          )
        ) : failed ? (
          <ErrorNotice
            error={failed}
            title={i18n.t("The wallets could not be listed")}
            onRetry={() => void (status.error ? status : list).refetch()}
          />
        ) : (
          <Waiting label={i18n.t("Asking the node")} />
        )}
      </Stack>
      {(asked?.what === "create" || asked?.what === "import") && <NewWalletDialog way={asked.what} onClose={close} />}
      {asked?.what === "ledger" && <AddLedgerDialog onClose={close} />}
      {asked?.what === "watch" && <WatchDialog onClose={close} />}
      {asked?.what === "send" && <SendDialog wallet={asked.wallet} onClose={close} />}
      {asked?.what === "unlock" && <UnlockWalletDialog wallet={asked.wallet} onClose={close} />}
      {asked?.what === "rehearse" && <RehearseDialog wallet={asked.wallet} onClose={close} />}
      {asked?.what === "rename" && <RenameWalletDialog wallet={asked.wallet} onClose={close} />}
      {asked?.what === "remove" && <RemoveWalletDialog wallet={asked.wallet} onClose={close} />}
    </>
  );
}

/** What is wrong with payments, where something is. */
function NetworkState({ status: { state, last_success, through_tor } }: { readonly status: TronStatus }) {
  const { i18n } = useLingui();
  const words: Partial<Record<TronStatus["state"], string>> = {
    away: i18n.t("The process of payments is not running. The node starts it again, and goes on without it meanwhile."),
    unreachable:
      last_success === null
        ? i18n.t("The TRON network has not answered yet.")
        : i18n.t("The TRON network does not answer. What is shown is of {time}.", {
            time: formatMoment(last_success, i18n.locale),
          }),
    "wrong-network": i18n.t("Payments wait: who answers belongs to another TRON network than the one that is set."),
  };
  const said = words[state];
  if (said === undefined) return null;
  return (
    <Note>
      {said}
      {through_tor && state === "unreachable" && (
        <> {i18n.t("It is asked through this node’s Tor alone, which has to be connected.")}</>
      )}
    </Note>
  );
}
