import { useLingui } from "@lingui/react";
import type { InvoiceId, SessionId, SessionOrder } from "@lucid/contract";
import { Box, Button, Group, Stack } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useApi } from "../../shared/api/api.ts";
import { errorWordsOf } from "../../shared/text/errors/error-words.ts";
import { ErrorNotice, Note, Waiting } from "../../shared/ui/index.ts";
import { NetworkBadge } from "../tron/index.ts";
import { InvoiceSheet } from "./invoice-sheet.tsx";
import { SessionPrice } from "./session-price.tsx";
import { useSessionOrder } from "./use-session-order.ts";

/** What a session costs that was prepared, and how far that is paid. Nothing where sessions cost nothing. */
export function DraftOrder({ sessionId }: { readonly sessionId: SessionId }) {
  const { i18n } = useLingui();
  const found = useSessionOrder(sessionId);
  if (found.error) return <ErrorNotice error={found.error} title={i18n.t("What the session costs could not be read")} />;
  if (!found.data) return null;
  const { order } = found.data;
  if (order?.state === "waiting") return <WaitingOrder order={order} />;
  if (order?.state === "paid") return <PaidOrder order={order} />;
  const isBack = order?.state === "asked" || order?.state === "returning" || order?.state === "returned";
  return (
    <>
      {isBack && <OrderBack order={order} />}
      {order?.state === "lapsed" && <LapsedOrder order={order} />}
      <SessionPrice mb="sm" />
    </>
  );
}

function WaitingOrder({ order: { session_id, invoice_id } }: { readonly order: SessionOrder }) {
  const { i18n } = useLingui();
  const { sales } = useApi().queries;
  const cancel = useMutation(sales.cancel.mutationOptions());
  return (
    <Stack gap="sm" mb="sm">
      <Note title={i18n.t("It starts by itself once its invoice is paid")}>
        {i18n.t("That is about a minute after the transfer was sent. Nothing starts where it does not come in time.")}
      </Note>
      {cancel.error && <ErrorNotice error={cancel.error} title={i18n.t("The order could not be given up")} />}
      {invoice_id === null ? <Waiting label={i18n.t("Asking for the invoice")} /> : <OrderedInvoice invoiceId={invoice_id} />}
      <Group>
        <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate({ session_id })}>
          {i18n.t("Give up the order")}
        </Button>
      </Group>
    </Stack>
  );
}

function OrderedInvoice({ invoiceId }: { readonly invoiceId: InvoiceId }) {
  const { i18n } = useLingui();
  const found = useQuery(useApi().queries.invoices.mineOne.queryOptions({ input: { invoice_id: invoiceId } }));
  if (found.error)
    return (
      <ErrorNotice error={found.error} title={i18n.t("The invoice could not be shown")} onRetry={() => void found.refetch()} />
    );
  if (!found.data) return <Waiting label={i18n.t("Asking the node")} />;
  return (
    <Stack gap="xs">
      <Group>
        <NetworkBadge network={found.data.network} />
      </Group>
      <InvoiceSheet invoice={found.data} />
    </Stack>
  );
}

function PaidOrder({ order: { reason, invoice_id } }: { readonly order: SessionOrder }) {
  const { i18n } = useLingui();
  if (reason === null) return <Waiting label={i18n.t("It is paid, and starts")} />;
  return (
    <OrderNote
      title={i18n.t("It is paid, and has not started by itself")}
      invoiceId={invoice_id}
      invoiceWords={i18n.t("Or ask for the money")}
    >
      {errorWordsOf(reason, i18n)?.what ?? reason} {i18n.t("Start it here: nothing is to be paid again.")}
    </OrderNote>
  );
}

function OrderBack({ order: { invoice_id } }: { readonly order: SessionOrder }) {
  const { i18n } = useLingui();
  return (
    <OrderNote
      title={i18n.t("The money for this session is asked for, or goes back")}
      invoiceId={invoice_id}
      invoiceWords={i18n.t("Invoice")}
    >
      {i18n.t("How far that is stands with the invoice. Started now, the session has to be paid again.")}
    </OrderNote>
  );
}

function LapsedOrder({ order: { invoice_id } }: { readonly order: SessionOrder }) {
  const { i18n } = useLingui();
  return (
    <OrderNote
      title={i18n.t("The time of its invoice is over, and nothing started")}
      invoiceId={invoice_id}
      invoiceWords={i18n.t("Invoice")}
    >
      {i18n.t("What came too late, or too little, stands with the invoice.")}
    </OrderNote>
  );
}

/** What became of an order, with the way to its invoice where there is one. */
function OrderNote({
  title,
  invoiceId,
  invoiceWords,
  children,
}: {
  readonly title: string;
  readonly invoiceId: InvoiceId | null;
  readonly invoiceWords: string;
  readonly children: ReactNode;
}) {
  return (
    <Box mb="sm">
      <Note title={title}>
        {children}{" "}
        {invoiceId !== null && (
          <Link to="/wallet/invoices/$id" params={{ id: invoiceId }}>
            {invoiceWords}
          </Link>
        )}
      </Note>
    </Box>
  );
}
