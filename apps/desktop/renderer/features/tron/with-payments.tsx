import { useLingui } from "@lingui/react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useApi } from "../../shared/api/api.ts";
import { EmptyState, ErrorNotice, PageHeader, Waiting } from "../../shared/ui/index.ts";

/** A room that is about payments, on a node that may have none: its address works there, too, and says so. */
export function WithPayments({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const { i18n } = useLingui();
  const status = useQuery(useApi().queries.tron.networkStatus.queryOptions());
  if (status.data?.state === "off") return <PaymentsOff title={title} />;
  if (status.data) return children;
  if (!status.error)
    return (
      <>
        <PageHeader title={title} />
        <Waiting label={i18n.t("Asking the node")} />
      </>
    );
  return (
    <>
      <PageHeader title={title} />
      <ErrorNotice
        error={status.error}
        title={i18n.t("The node did not say whether it has payments")}
        onRetry={() => void status.refetch()}
      />
    </>
  );
}

function PaymentsOff({ title }: { readonly title: string }) {
  const { i18n } = useLingui();
  return (
    <>
      <PageHeader title={title} />
      <EmptyState title={i18n.t("Payments are off on this node")}>
        {i18n.t("Whoever runs it names a TRON network in the settings tron_network and tron_url.")}
      </EmptyState>
    </>
  );
}
