import { useLingui } from "@lingui/react";
import { PayoutId } from "@lucid/contract";
import { Stack, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import { byBefore } from "../../shared/api/older.ts";
import {
  AgedArea,
  Card,
  EmptyState,
  ErrorNotice,
  Facts,
  OlderOnes,
  PageHeader,
  Waiting,
  whyNotShown,
} from "../../shared/ui/index.ts";
import { Amount, NetworkBadge, WithPayments } from "../tron/index.ts";
import { PayoutTable } from "./payout-table.tsx";
import { useSaveDocument } from "./use-save-document.ts";

const PAGE = 20;

export function EarningsPage() {
  const title = useLingui().i18n.t("Earnings");
  return (
    <WithPayments title={title}>
      <Earnings title={title} />
    </WithPayments>
  );
}

/** What is owed to the person, and what was paid. */
function Earnings({ title }: { readonly title: string }) {
  const { i18n } = useLingui();
  const { client, queries } = useApi();
  const { payouts } = queries;
  const save = useSaveDocument(client.payouts.myProof);
  const mine = useInfiniteQuery(
    payouts.mine.infiniteOptions({
      input: (before: number | undefined) => ({ limit: PAGE, before }),
      ...byBefore,
    }),
  );
  const first = mine.data?.pages[0];
  const refused = whyNotShown(mine) && (
    <ErrorNotice
      error={whyNotShown(mine)}
      title={i18n.t("What is owed to you could not be read")}
      onRetry={() => void mine.refetch()}
    />
  );
  if (!first)
    return (
      <>
        <PageHeader title={title} />
        {refused ?? <Waiting label={i18n.t("Asking the node")} />}
      </>
    );
  const { balance, network } = first;
  const shown = (mine.data?.pages ?? []).flatMap((page) => page.payouts);
  return (
    <>
      <PageHeader title={title} badge={<NetworkBadge network={network} />} />
      <Stack maw={960} gap="sm">
        {refused}
        <AgedArea>
          <Card>
            <Facts
              rows={[
                [i18n.t("Owed to you"), <Amount key="owed" units={balance.owed} asset="USDT" />],
                [i18n.t("Of it in payouts under way"), <Amount key="locked" units={balance.locked} asset="USDT" />],
                [i18n.t("Paid to you"), <Amount key="paid" units={balance.paid} asset="USDT" />],
                [i18n.t("Fees of payouts"), <Amount key="fees" units={balance.fees} asset="USDT" />],
              ]}
            />
          </Card>
          {shown.length === 0 ? (
            <EmptyState title={i18n.t("No payout yet")}>
              {i18n.t("What is owed to you is paid to the address that you log in with, once it is enough.")}
            </EmptyState>
          ) : (
            <Stack mt="sm" gap="xs">
              <Title order={2}>{i18n.t("Payouts")}</Title>
              {save.error && <ErrorNotice error={save.error} title={i18n.t("The proof of this payout could not be fetched")} />}
              <PayoutTable
                label={i18n.t("Your payouts")}
                payouts={shown}
                onProof={({ payout_id }) => save.mutate({ payout_id: PayoutId.parse(payout_id) })}
              />
            </Stack>
          )}
        </AgedArea>
        <OlderOnes list={mine} shown={shown.length} />
      </Stack>
    </>
  );
}
