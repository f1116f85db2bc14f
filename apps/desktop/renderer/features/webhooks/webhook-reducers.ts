import type { EventReducers, KeptAnswers } from "../../shared/api/apply-event.ts";

export const webhookReducers: EventReducers<"webhook"> = {
  webhook({ webhook_id }, kept) {
    void readAnew(webhook_id, kept);
  },
};

/** Of a webhook that is gone nothing is asked any more. */
async function readAnew(webhookId: string, { cache, queries }: KeptAnswers): Promise<void> {
  await cache.invalidateQueries({ queryKey: queries.webhooks.list.key() });
  const listed = cache.getQueryData(queries.webhooks.list.queryKey());
  if (listed?.webhooks.some(({ webhook_id }) => webhook_id === webhookId) !== true) return;
  await cache.invalidateQueries({ queryKey: queries.webhooks.deliveries.key({ input: { webhook_id: webhookId } }) });
}
