import { useLingui } from "@lingui/react";
import { Button, Group, Stack } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useApi } from "../../shared/api/api.ts";
import { byBefore } from "../../shared/api/older.ts";
import { formatAmount } from "../../shared/format/index.ts";
import { AgedArea, EmptyState, ErrorNotice, OlderOnes, PageHeader, Waiting, whyNotShown } from "../../shared/ui/index.ts";
import { NetworkBadge, WithPayments } from "../tron/index.ts";
import { InvoiceTable } from "./invoice-table.tsx";
import classes from "./invoices.module.css";

const PAGE = 20;

export function OwnInvoicesPage() {
  const title = useLingui().i18n.t("Your invoices");
  return (
    <WithPayments title={title}>
      <Own title={title} />
    </WithPayments>
  );
}

/** What somebody is to pay, and what the node sells. */
function Own({ title }: { readonly title: string }) {
  const { i18n } = useLingui();
  const { invoices } = useApi().queries;
  const navigate = useNavigate();
  const prices = useQuery(invoices.prices.queryOptions());
  const list = useInfiniteQuery(
    invoices.mine.infiniteOptions({
      input: (before: number | undefined) => ({ limit: PAGE, before }),
      ...byBefore,
    }),
  );
  const buy = useMutation(
    invoices.buy.mutationOptions({
      onSuccess: ({ invoice_id: id }) => void navigate({ to: "/wallet/invoices/$id", params: { id } }),
    }),
  );
  const parent = { to: "/wallet", label: i18n.t("Wallet") } as const;
  const failed = prices.error ?? whyNotShown(list);
  const refused = failed && (
    <ErrorNotice
      error={failed}
      title={i18n.t("The invoices could not be read")}
      onRetry={() => void Promise.all([prices.refetch(), list.refetch()])}
    />
  );
  if (!prices.data || !list.data)
    return (
      <>
        <PageHeader title={title} parent={parent} />
        {refused ?? <Waiting label={i18n.t("Asking the node")} />}
      </>
    );
  const shown = list.data.pages.flatMap((page) => page.invoices);
  const { network, is_open, prices: sold } = prices.data;
  return (
    <>
      <PageHeader title={title} parent={parent} badge={<NetworkBadge network={network} />} />
      <AgedArea>
        <Stack gap="md" maw={960}>
          {refused}
          {buy.error && <ErrorNotice error={buy.error} title={i18n.t("The invoice was not made")} />}
          {is_open && sold.length > 0 && (
            <Group gap="xs">
              {sold.map(({ name, price }) => (
                <Button
                  key={name}
                  variant="default"
                  loading={buy.isPending && buy.variables.price === name}
                  disabled={buy.isPending}
                  className={classes.price}
                  onClick={() => buy.mutate({ price: name, idempotency_key: crypto.randomUUID() })}
                >
                  {i18n.t("Buy {name} for {price} USDT", { name, price: formatAmount(price, i18n.locale) })}
                </Button>
              ))}
            </Group>
          )}
          {shown.length === 0 ? (
            <EmptyState title={i18n.t("Nothing to pay")}>
              {i18n.t("What this node asks you to pay stands here, with what you have paid.")}
            </EmptyState>
          ) : (
            <InvoiceTable invoices={shown} to="/wallet/invoices/$id" />
          )}
          <OlderOnes list={list} shown={shown.length} />
        </Stack>
      </AgedArea>
    </>
  );
}
