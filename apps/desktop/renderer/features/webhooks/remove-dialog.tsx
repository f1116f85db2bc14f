import { useLingui } from "@lingui/react";
import { type Webhook, WebhookId } from "@lucid/contract";
import { Button, Group, Stack, Text } from "@mantine/core";
import { Dialog, ErrorNotice } from "../../shared/ui/index.ts";
import type { Webhooks } from "./use-webhooks.ts";

export interface RemoveDialogProps {
  readonly webhook: Webhook;
  readonly webhooks: Pick<Webhooks, "remove">;
  readonly onClose: () => void;
}

export function RemoveDialog({ webhook, webhooks: { remove }, onClose }: RemoveDialogProps) {
  const { i18n } = useLingui();
  const webhook_id = WebhookId.parse(webhook.webhook_id);
  return (
    <Dialog onClose={onClose} title={i18n.t("Remove the webhook “{name}”?", { name: webhook.name })}>
      <Stack>
        <Text>
          {i18n.t("Its receiver is told nothing more. What waits for it, and what is known of its deliveries, goes as well.")}
        </Text>
        {remove.error && <ErrorNotice error={remove.error} title={i18n.t("The webhook was not removed")} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {i18n.t("Cancel")}
          </Button>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate({ webhook_id }, { onSuccess: onClose })}>
            {i18n.t("Remove it")}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
