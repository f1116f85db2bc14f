import { useLingui } from "@lingui/react";
import { type Webhook, WebhookId } from "@lucid/contract";
import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { Badge, Card, EmptyState, ErrorNotice, Moment, PageHeader, Waiting } from "../../shared/ui/index.ts";
import { DeliveryTable } from "./delivery-table.tsx";
import { RemoveDialog } from "./remove-dialog.tsx";
import { SecretDialog } from "./secret-dialog.tsx";
import { useWebhooks, type Webhooks } from "./use-webhooks.ts";
import { WebhookDialog } from "./webhook-dialog.tsx";
import { sentKinds, webhookStates } from "./webhook-words.ts";

type Asked = { readonly what: "new" } | { readonly what: "edit" | "remove"; readonly webhook: Webhook };

/** Where the node posts what happens, and what came of it. */
export function WebhooksPage() {
  const { i18n } = useLingui();
  const webhooks = useWebhooks();
  const [asked, setAsked] = useState<Asked>();
  const [secret, setSecret] = useState<string>();
  const { data, error, refetch } = webhooks.list;
  const make = (
    <Button
      onClick={() => {
        webhooks.create.reset();
        setAsked({ what: "new" });
      }}
    >
      {i18n.t("Make a webhook")}
    </Button>
  );
  const failed = webhooks.test.error ?? webhooks.rotate.error;
  const { isPending, isSuccess, variables } = webhooks.remove;
  const gone = isPending || isSuccess ? variables?.webhook_id : undefined;

  return (
    <>
      <PageHeader title={i18n.t("Webhooks")}>{data && data.webhooks.length > 0 && make}</PageHeader>
      {data ? (
        <Stack maw={960} gap="sm">
          {failed && <ErrorNotice error={failed} title={i18n.t("That was not done")} />}
          {data.webhooks.length === 0 ? (
            <EmptyState title={i18n.t("No program is told")} action={make}>
              {i18n.t("A webhook is an address to which the node posts what happens: signed, and again until it is taken.")}
            </EmptyState>
          ) : (
            data.webhooks.map((webhook) => (
              <OneWebhook
                key={webhook.webhook_id}
                webhook={webhook}
                isGoing={webhook.webhook_id === gone}
                webhooks={webhooks}
                onAsk={(what) => {
                  webhooks.update.reset();
                  webhooks.remove.reset();
                  setAsked({ what, webhook });
                }}
                onSecret={setSecret}
              />
            ))
          )}
        </Stack>
      ) : error ? (
        <ErrorNotice error={error} title={i18n.t("The webhooks could not be listed")} onRetry={() => void refetch()} />
      ) : (
        <Waiting label={i18n.t("Asking the node")} />
      )}
      {asked?.what === "new" && (
        <WebhookDialog
          webhooks={webhooks}
          networks={data?.networks ?? []}
          onSecret={setSecret}
          onClose={() => setAsked(undefined)}
        />
      )}
      {asked?.what === "edit" && (
        <WebhookDialog
          webhooks={webhooks}
          networks={data?.networks ?? []}
          before={asked.webhook}
          onSecret={setSecret}
          onClose={() => setAsked(undefined)}
        />
      )}
      {asked?.what === "remove" && (
        <RemoveDialog webhook={asked.webhook} webhooks={webhooks} onClose={() => setAsked(undefined)} />
      )}
      {secret !== undefined && <SecretDialog secret={secret} onClose={() => setSecret(undefined)} />}
    </>
  );
}

interface OneWebhookProps {
  readonly webhook: Webhook;
  /** It is being removed: of its deliveries nothing is asked any more. */
  readonly isGoing: boolean;
  readonly webhooks: Webhooks;
  readonly onAsk: (what: "edit" | "remove") => void;
  readonly onSecret: (secret: string) => void;
}

function OneWebhook({ webhook, isGoing, webhooks, onAsk, onSecret }: OneWebhookProps) {
  const { i18n } = useLingui();
  const [isOpen, setOpen] = useState(false);
  const { name, state } = webhook;
  const webhook_id = WebhookId.parse(webhook.webhook_id);
  const shown = webhookStates(i18n)[state];
  const kinds = sentKinds(i18n);
  return (
    <Card>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div style={{ minWidth: 0, overflowWrap: "anywhere" }}>
          <Group gap={8}>
            <Title order={2}>{name}</Title>
            <Badge tone={shown.tone}>{shown.label}</Badge>
          </Group>
          <Text ff="monospace" size="sm">
            {webhook.url}
          </Text>
        </div>
      </Group>
      <Text size="sm" mt={4}>
        {webhook.kinds.map((kind) => kinds[kind]).join(" · ")}
      </Text>
      <Text c="dimmed" size="sm" component="div">
        {webhook.last_delivered_at === null ? (
          i18n.t("Nothing was taken yet.")
        ) : (
          <>
            {i18n.t("Last taken:")} <Moment at={webhook.last_delivered_at} />
          </>
        )}
        {webhook.waiting > 0 && " · "}
        {webhook.waiting > 0 &&
          i18n.t("{count, plural, one {# message waits.} other {# messages wait.}}", { count: webhook.waiting })}
        {webhook.old_secret_until !== null && (
          <>
            {" · "}
            {i18n.t("The secret of before signs as well until:")} <Moment at={webhook.old_secret_until} />
          </>
        )}
      </Text>
      <Group gap="xs" mt="sm">
        {state === "on" ? (
          <Button
            size="compact-sm"
            variant="default"
            loading={webhooks.test.isPending}
            aria-label={i18n.t("Try it: {name}", { name })}
            onClick={() => webhooks.test.mutate({ webhook_id }, { onSuccess: () => setOpen(true) })}
          >
            {i18n.t("Try it")}
          </Button>
        ) : (
          <Button
            size="compact-sm"
            variant="default"
            loading={webhooks.update.isPending}
            aria-label={i18n.t("Turn on: {name}", { name })}
            onClick={() => webhooks.update.mutate({ webhook_id, on: true })}
          >
            {i18n.t("Turn on")}
          </Button>
        )}
        <Button
          size="compact-sm"
          variant="default"
          aria-expanded={isOpen}
          aria-label={i18n.t("Deliveries: {name}", { name })}
          onClick={() => setOpen(!isOpen)}
        >
          {i18n.t("Deliveries")}
        </Button>
        <Button size="compact-sm" variant="default" aria-label={i18n.t("Change: {name}", { name })} onClick={() => onAsk("edit")}>
          {i18n.t("Change")}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          loading={webhooks.rotate.isPending}
          aria-label={i18n.t("New secret: {name}", { name })}
          onClick={() => webhooks.rotate.mutate({ webhook_id }, { onSuccess: (made) => onSecret(made.secret) })}
        >
          {i18n.t("New secret")}
        </Button>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          aria-label={i18n.t("Remove: {name}", { name })}
          onClick={() => onAsk("remove")}
        >
          {i18n.t("Remove")}
        </Button>
      </Group>
      {isOpen && !isGoing && <DeliveryTable webhook={webhook} />}
    </Card>
  );
}
