import { useLingui } from "@lingui/react";
import { type Webhook, WebhookId } from "@lucid/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import { FormDialog } from "../../shared/ui/index.ts";
import type { Webhooks } from "./use-webhooks.ts";

export interface RemoveDialogProps {
  readonly webhook: Webhook;
  readonly webhooks: Pick<Webhooks, "remove">;
  readonly onClose: () => void;
}

export function RemoveDialog({ webhook, webhooks: { remove }, onClose }: RemoveDialogProps) {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const cache = useQueryClient();
  const webhook_id = WebhookId.parse(webhook.webhook_id);

  /** A question for its deliveries that is under way would be overtaken: of what is gone the node knows nothing. */
  async function submit(): Promise<void> {
    await cache.cancelQueries({ queryKey: queries.webhooks.deliveries.key({ input: { webhook_id } }) });
    remove.mutate({ webhook_id }, { onSuccess: onClose });
  }

  return (
    <FormDialog
      title={i18n.t("Remove the webhook “{name}”?", { name: webhook.name })}
      consequence={i18n.t(
        "Its receiver is told nothing more. What waits for it, and what is known of its deliveries, goes as well.",
      )}
      verb={i18n.t("Remove it")}
      weight="dangerous"
      failed={i18n.t("The webhook was not removed")}
      isPending={remove.isPending}
      error={remove.error}
      onSubmit={() => void submit()}
      onClose={onClose}
    />
  );
}
