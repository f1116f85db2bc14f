import { useLingui } from "@lingui/react";
import type { Invoice, Receipt } from "@lucid/contract";
import { Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { connection } from "../../shared/api/connection.ts";
import { formatAmount, formatClock } from "../../shared/format/index.ts";
import { Card, CopyButton, Facts, Moment, Note, useNow } from "../../shared/ui/index.ts";
import { Amount } from "../tron/index.ts";
import { OrderReturn } from "./order-return.tsx";
import { ReceiptTable } from "./receipt-table.tsx";
import { RefundDialog } from "./refund-dialog.tsx";
import { Named } from "./who-pays.tsx";

// Few pages show one, and it brings a library.
const QrCode = lazy(async () => ({ default: (await import("../../shared/ui/qr-code.tsx")).QrCode }));

export interface InvoiceSheetProps {
  readonly invoice: Invoice;
  /** For whoever sees the invoices of everybody: whom it concerns. */
  readonly ofAdmin?: boolean;
  /** Whether who looks may send something back. */
  readonly mayRefund?: boolean;
}

/** What an invoice asks for, and what came in for it. */
export function InvoiceSheet({ invoice, ofAdmin = false, mayRefund = false }: InvoiceSheetProps) {
  const { i18n } = useLingui();
  const [refunding, setRefunding] = useState<Receipt>();
  const { state, title, price, amount, received, late, over, sent_back, expires_at, receipts, payer, payee } = invoice;
  return (
    <Stack gap="md" maw={960}>
      {state === "open" && <HowToPay invoice={invoice} />}
      {(state === "paid" || state === "returned") && (
        <OrderReturn invoiceId={invoice.invoice_id} ofAdmin={ofAdmin} mayRefund={mayRefund} />
      )}
      <Card>
        <Facts
          rows={[
            [i18n.t("What it is for"), title],
            ...(ofAdmin && payer !== null ? [[i18n.t("Who pays"), <Named key="payer" userId={payer} />] as const] : []),
            ...(ofAdmin && payee !== null ? [[i18n.t("Payee"), <Named key="payee" userId={payee} />] as const] : []),
            [i18n.t("Price"), <Amount key="price" units={price} asset="USDT" />],
            [i18n.t("To be sent, exactly"), <Amount key="amount" units={amount} asset="USDT" />],
            [i18n.t("Until"), <Moment key="until" at={expires_at} />],
            [i18n.t("Came in time"), <Amount key="received" units={received} asset="USDT" />],
            ...(late === "0" ? [] : [[i18n.t("Came late"), <Amount key="late" units={late} asset="USDT" />] as const]),
            ...(over === "0" ? [] : [[i18n.t("Too much"), <Amount key="over" units={over} asset="USDT" />] as const]),
            ...(sent_back === "0" ? [] : [[i18n.t("Sent back"), <Amount key="back" units={sent_back} asset="USDT" />] as const]),
          ]}
        />
      </Card>
      {receipts.length > 0 && (
        <Stack gap="xs">
          <Title order={2}>{i18n.t("What came in")}</Title>
          <ReceiptTable label={i18n.t("What came in")} receipts={receipts} onRefund={mayRefund ? setRefunding : undefined} />
        </Stack>
      )}
      {refunding && <RefundDialog receipt={refunding} onClose={() => setRefunding(undefined)} />}
    </Stack>
  );
}

function HowToPay({ invoice: { amount, address, expires_at } }: { readonly invoice: Invoice }) {
  const { i18n } = useLingui();
  const secondsLeft = useSecondsLeft(expires_at);
  // Nobody is led to a payment that would be late.
  if (secondsLeft <= 0)
    return (
      <Note title={i18n.t("The time is over")}>
        {i18n.t("What stands in a block until then is still being read. Send nothing any more: it would be late.")}
      </Note>
    );
  const shown = formatAmount(amount, i18n.locale);
  return (
    <Card>
      <Group gap="lg" align="flex-start" justify="center">
        <Suspense fallback={<span style={{ width: 200, height: 200 }} />}>
          <QrCode text={address} label={i18n.t("QR code of the address")} />
        </Suspense>
        <Stack gap="xs" miw={0} flex="1 1 260px">
          <Title order={2}>{i18n.t("Send exactly {amount} USDT", { amount: shown })}</Title>
          <Group gap="xs" wrap="nowrap">
            <Text style={{ overflowWrap: "anywhere" }} ff="monospace">
              {address}
            </Text>
            <CopyButton value={address} label={i18n.t("address")} />
          </Group>
          <Text>{i18n.t("Has to be in a block within {time}", { time: formatClock(secondsLeft) })}</Text>
          <Text size="sm" c="dimmed" maw={560}>
            {i18n.t(
              "The last digits of the amount say which invoice it is for. A fee that is taken from it on the way makes it another amount. It is seen here about a minute after it was sent, once nothing can take it back.",
            )}
          </Text>
        </Stack>
      </Group>
    </Card>
  );
}

/**
 * By the network's time, which this page knows by its newest block, and by the node's clock from there on: this computer's own may be off by an
 * hour. It goes on while the node is not heard, as the time to pay does.
 */
function useSecondsLeft(until: string): number {
  const status = useQuery(useApi().queries.tron.networkStatus.queryOptions());
  const now = useNow() + useStore(connection, ({ aheadMs }) => aheadMs);
  const head = status.data?.head;
  return Math.floor((Date.parse(until) - Math.max(now, head ? Date.parse(head.time) : 0)) / 1_000);
}
