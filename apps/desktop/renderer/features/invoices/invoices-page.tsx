import { useLingui } from "@lingui/react";
import type { InvoiceOverview } from "@lucid/contract";
import { Button, Stack } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { byBefore } from "../../shared/api/older.ts";
import { formatCount } from "../../shared/format/index.ts";
import {
  AgedArea,
  Card,
  EmptyState,
  ErrorNotice,
  Facts,
  Hash,
  Moment,
  Note,
  OlderOnes,
  PageHeader,
  Waiting,
  whyNotShown,
} from "../../shared/ui/index.ts";
import { ChooseWallet, NetworkBadge, WithPayments } from "../tron/index.ts";
import { InvoiceTable } from "./invoice-table.tsx";
import { stateWords } from "./invoice-words.ts";
import classes from "./invoices.module.css";
import { NewInvoiceDialog } from "./new-invoice-dialog.tsx";
import { UnassignedTransfers } from "./unassigned-transfers.tsx";

const PAGE = 20;

export function InvoicesPage() {
  const title = useLingui().i18n.t("Invoices");
  return (
    <WithPayments title={title}>
      <Everybody title={title} />
    </WithPayments>
  );
}

/** What everybody is asked to pay, and where it comes in. */
function Everybody({ title }: { readonly title: string }) {
  const { i18n } = useLingui();
  const api = useApi();
  const { invoices } = api.queries;
  const mayManage = useStore(api.login.state, ({ account }) => account?.permissions.includes("manage_payouts") === true);
  const navigate = useNavigate();
  const [isMaking, setMaking] = useState(false);
  const overview = useQuery(invoices.overview.queryOptions());
  const list = useInfiniteQuery(
    invoices.list.infiniteOptions({
      input: (before: number | undefined) => ({ limit: PAGE, before }),
      ...byBefore,
    }),
  );
  const failed = overview.error ?? whyNotShown(list);
  const refused = failed && (
    <ErrorNotice
      error={failed}
      title={i18n.t("The invoices could not be read")}
      onRetry={() => void Promise.all([overview.refetch(), list.refetch()])}
    />
  );
  if (!overview.data || !list.data)
    return (
      <>
        <PageHeader title={title} />
        {refused ?? <Waiting label={i18n.t("Asking the node")} />}
      </>
    );
  const shown = list.data.pages.flatMap((page) => page.invoices);
  const { network, wallet, share_permille } = overview.data;
  return (
    <>
      <PageHeader title={title} badge={<NetworkBadge network={network} />}>
        {mayManage && wallet && <Button onClick={() => setMaking(true)}>{i18n.t("New invoice")}</Button>}
      </PageHeader>
      <AgedArea>
        <Stack gap="md">
          {refused}
          <WhereItComesIn overview={overview.data} mayManage={mayManage} />
          {shown.length === 0 ? (
            <EmptyState title={i18n.t("No invoice yet")}>
              {i18n.t("An invoice asks somebody for USDT. What comes in for it is read from blocks that nothing takes back.")}
            </EmptyState>
          ) : (
            <InvoiceTable invoices={shown} to="/admin/invoices/$id" />
          )}
          <OlderOnes list={list} shown={shown.length} />
          <UnassignedTransfers count={overview.data.unassigned} mayManage={mayManage} />
        </Stack>
      </AgedArea>
      {isMaking && (
        <NewInvoiceDialog
          sharePermille={share_permille}
          onMade={(id) => void navigate({ to: "/admin/invoices/$id", params: { id } })}
          onClose={() => setMaking(false)}
        />
      )}
    </>
  );
}

interface WhereProps {
  readonly overview: InvoiceOverview;
  readonly mayManage: boolean;
}

function WhereItComesIn({ overview: { wallet, trouble, open, unassigned, read_until }, mayManage }: WhereProps) {
  const { i18n } = useLingui();
  return (
    <Card>
      <Stack gap="sm">
        {trouble !== null && (
          <Note title={i18n.t("What comes in is not read on")}>
            <span lang="en">{trouble}</span>
          </Note>
        )}
        <Facts
          rows={[
            [
              i18n.t("Wallet that money comes into"),
              wallet ? <Hash key="wallet" value={wallet.address} label={i18n.t("address")} ends={8} /> : i18n.t("none"),
            ],
            [
              <span key="open" className={classes.state}>
                {stateWords(i18n, { state: "open", decided_by: null }).label}
              </span>,
              formatCount(open),
            ],
            [i18n.t("Transfers for no invoice"), formatCount(unassigned)],
            [i18n.t("Read until the block of"), read_until ? <Moment key="read" at={read_until.time} /> : i18n.t("not yet")],
          ]}
        />
        {mayManage && <ReceivingWallet chosen={wallet?.wallet_id ?? null} />}
      </Stack>
    </Card>
  );
}

function ReceivingWallet({ chosen }: { readonly chosen: string | null }) {
  const { i18n } = useLingui();
  const { tron, invoices } = useApi().queries;
  const list = useQuery(tron.listWallets.queryOptions());
  const set = useMutation(invoices.setWallet.mutationOptions());
  if (!list.data) return null;
  const { wallets } = list.data;
  if (wallets.length === 0)
    return (
      <Note>
        {i18n.t("Make a wallet under Wallet, or watch one whose key is elsewhere, and name it here.")}{" "}
        <Link to="/wallet">{i18n.t("Wallet")}</Link>
      </Note>
    );
  return <ChooseWallet label={i18n.t("Take money into this wallet of yours")} wallets={wallets} chosen={chosen} set={set} />;
}
