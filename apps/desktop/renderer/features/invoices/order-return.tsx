import { useLingui } from "@lingui/react";
import type { InvoiceId, SessionOrder } from "@lucid/contract";
import { Button, Group, Stack } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { errorWordsOf } from "../../shared/text/errors/error-words.ts";
import { ErrorNotice, FormDialog, Note } from "../../shared/ui/index.ts";
import { Amount } from "../tron/index.ts";
import { Named } from "./who-pays.tsx";

export interface OrderReturnProps {
  readonly invoiceId: InvoiceId;
  /** For whoever sees the invoices of everybody. */
  readonly ofAdmin: boolean;
  /** Whether who looks may send it back. */
  readonly mayRefund: boolean;
}

/** What was paid for a session of which nothing was recorded: who has paid asks for it, and somebody else sends it back. */
export function OrderReturn({ invoiceId, ...seen }: OrderReturnProps) {
  const { i18n } = useLingui();
  const { sales } = useApi().queries;
  const found = useQuery(sales.ofInvoice.queryOptions({ input: { invoice_id: invoiceId } }));
  if (found.error)
    return (
      <ErrorNotice
        error={found.error}
        title={i18n.t("The session of this invoice could not be read")}
        onRetry={() => void found.refetch()}
      />
    );
  const order = found.data?.order;
  if (!order) return null;
  if (order.state === "returning" || order.state === "returned") return <GoesBack order={order} />;
  if (order.state !== "asked" && !order.unused) return null;
  return <Unused invoiceId={invoiceId} order={order} {...seen} />;
}

function GoesBack({ order: { reason } }: { readonly order: SessionOrder }) {
  const { i18n } = useLingui();
  return (
    <Note title={i18n.t("The session did not run: what was paid for it goes back")}>
      {reason !== null && errorWordsOf(reason, i18n)?.what} {i18n.t("How far that is stands beside each transfer.")}
    </Note>
  );
}

function Unused({ invoiceId, order, ofAdmin, mayRefund }: OrderReturnProps & { readonly order: SessionOrder }) {
  const { i18n } = useLingui();
  const api = useApi();
  const { sales } = api.queries;
  const cache = useQueryClient();
  const [isSending, setSending] = useState(false);
  const isOwn = useStore(api.login.state, ({ account }) => account?.user_id === order.user_id);
  const after = { onSettled: () => cache.invalidateQueries({ queryKey: sales.ofInvoice.key() }) };
  const ask = useMutation(sales.askBack.mutationOptions(after));
  const keep = useMutation(sales.keep.mutationOptions(after));
  const input = { invoice_id: invoiceId };
  const failed = ask.error ?? keep.error;
  const isAsked = order.state === "asked";
  const maySend = ofAdmin && mayRefund && !isOwn;
  return (
    <Stack gap="sm">
      {failed && <ErrorNotice error={failed} title={i18n.t("That was not done")} />}
      <Note title={isAsked ? i18n.t("The money is asked for") : i18n.t("The session that was paid has not started")}>
        {ofAdmin && (
          <>
            <Named userId={order.user_id} />
            {": "}
          </>
        )}
        <Amount units={order.price} asset="USDT" />
        {". "}
        {!isAsked && order.reason !== null && `${errorWordsOf(order.reason, i18n)?.what ?? ""} `}
        {isAsked
          ? i18n.t(
              "Somebody who looks after payments sends it back, to the address that it came from. No session starts by it meanwhile.",
            )
          : i18n.t("It is kept for the next session of the same person, who can also ask for the money.")}
      </Note>
      <Group gap="xs">
        {isOwn && !isAsked && (
          <Button variant="default" loading={ask.isPending} onClick={() => ask.mutate(input)}>
            {i18n.t("Ask for the money")}
          </Button>
        )}
        {isAsked && (isOwn || maySend) && (
          <Button variant="default" loading={keep.isPending} onClick={() => keep.mutate(input)}>
            {i18n.t("Leave it for the next session")}
          </Button>
        )}
        {maySend && (
          <Button variant="default" onClick={() => setSending(true)}>
            {i18n.t("Send the payment back")}
          </Button>
        )}
        {!ofAdmin && (
          <Button
            variant="subtle"
            renderRoot={(props) => <Link to="/sessions/$id" params={{ id: order.session_id }} {...props} />}
          >
            {i18n.t("To the session")}
          </Button>
        )}
      </Group>
      {isSending && <GiveBackDialog invoiceId={invoiceId} onClose={() => setSending(false)} />}
    </Stack>
  );
}

function GiveBackDialog({ invoiceId, onClose }: { readonly invoiceId: InvoiceId; readonly onClose: () => void }) {
  const { i18n } = useLingui();
  const { sales } = useApi().queries;
  const cache = useQueryClient();
  const give = useMutation(
    sales.giveBack.mutationOptions({
      onSuccess: onClose,
      onSettled: () => cache.invalidateQueries({ queryKey: sales.ofInvoice.key() }),
    }),
  );
  return (
    <FormDialog
      title={i18n.t("Send the payment back")}
      consequence={i18n.t(
        "All that came in for this invoice goes back to where it came from, without a fee taken off, within the limits of payouts. No session starts by it any more, and of the share that is owed for it, what was not paid out is owed no more.",
      )}
      verb={i18n.t("Send it back")}
      failed={i18n.t("Nothing was sent back")}
      isReady
      isPending={give.isPending}
      error={give.error}
      onSubmit={() => give.mutate({ invoice_id: invoiceId })}
      onClose={onClose}
    />
  );
}
