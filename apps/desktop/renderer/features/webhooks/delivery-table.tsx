import { useLingui } from "@lingui/react";
import { type Delivery, DeliveryId, type Webhook, WebhookId } from "@lucid/contract";
import { Box, Button, Table, Text } from "@mantine/core";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { Badge, ErrorNotice, Moment, Pages, RecordTable, Waiting } from "../../shared/ui/index.ts";
import { attemptWords, deliveryStates } from "./webhook-words.ts";

const PAGE_SIZE = 20;

/** What was sent to one webhook and what came of it, newest first. */
export function DeliveryTable({ webhook }: { readonly webhook: Webhook }) {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const [page, setPage] = useState(1);
  const webhook_id = WebhookId.parse(webhook.webhook_id);
  const input = { webhook_id, page, limit: PAGE_SIZE };
  const found = useQuery(queries.webhooks.deliveries.queryOptions({ input, placeholderData: keepPreviousData }));
  const again = useMutation(queries.webhooks.redeliver.mutationOptions());
  if (found.isError && found.data === undefined)
    return (
      <ErrorNotice
        error={found.error}
        title={i18n.t("The deliveries could not be listed")}
        onRetry={() => void found.refetch()}
      />
    );
  if (found.data === undefined) return <Waiting label={i18n.t("Loading deliveries")} />;
  const { deliveries, pagination } = found.data;
  if (deliveries.length === 0) return <Text mt="sm">{i18n.t("Nothing was sent yet.")}</Text>;

  return (
    <Box mt="sm">
      {again.error && <ErrorNotice error={again.error} title={i18n.t("It was not sent once more")} />}
      <RecordTable
        label={i18n.t("Deliveries of {name}", { name: webhook.name })}
        headings={[i18n.t("When"), i18n.t("Kind"), i18n.t("State"), i18n.t("Last answer"), ""]}
      >
        {deliveries.map((delivery) => (
          <DeliveryRow
            key={delivery.delivery_id}
            delivery={delivery}
            mayResend={webhook.state === "on"}
            onAgain={() => again.mutate({ webhook_id, delivery_id: DeliveryId.parse(delivery.delivery_id) })}
          />
        ))}
      </RecordTable>
      <Pages of={pagination} page={page} onPage={setPage} />
    </Box>
  );
}

interface DeliveryRowProps {
  readonly delivery: Delivery;
  readonly mayResend: boolean;
  readonly onAgain: () => void;
}

function DeliveryRow({ delivery, mayResend, onAgain }: DeliveryRowProps) {
  const { i18n } = useLingui();
  const { tone, label } = deliveryStates(i18n)[delivery.state];
  const last = delivery.attempts.at(-1);
  return (
    <Table.Tr>
      <Table.Td>
        <Moment at={delivery.created_at} />
      </Table.Td>
      <Table.Td>
        <code>{delivery.kind}</code>
      </Table.Td>
      <Table.Td>
        <Badge tone={tone}>{label}</Badge>
        {delivery.next_at !== null && delivery.attempts.length > 0 && (
          <Text c="dimmed" size="sm" component="div">
            {i18n.t("tried next:")} <Moment at={delivery.next_at} />
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        {last ? attemptWords(last, i18n) : "—"}
        {delivery.attempts.length > 1 && (
          <Text c="dimmed" size="sm">
            {i18n.t("{count} attempts", { count: delivery.attempts.length })}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        {mayResend && delivery.state !== "waiting" && (
          <Button size="compact-sm" variant="default" onClick={onAgain}>
            {i18n.t("Send again")}
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
