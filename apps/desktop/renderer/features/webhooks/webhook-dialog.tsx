import { useLingui } from "@lingui/react";
import { NOTIFICATION_KINDS, type NotificationKind, type Webhook, WebhookId } from "@lucid/contract";
import { Checkbox, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { FormDialog, useLengthWords, useTyped, useWrongField } from "../../shared/ui/index.ts";
import type { Webhooks } from "./use-webhooks.ts";
import { sentKinds } from "./webhook-words.ts";

export interface WebhookDialogProps {
  readonly webhooks: Pick<Webhooks, "create" | "update">;
  /** Private networks that webhooks may lead into. */
  readonly networks: readonly string[];
  /** The one that is changed; absent where one is made. */
  readonly before?: Webhook;
  readonly onSecret: (secret: string) => void;
  readonly onClose: () => void;
}

/** Makes a webhook, or changes one. */
export function WebhookDialog({ webhooks: { create, update }, networks, before, onSecret, onClose }: WebhookDialogProps) {
  const { i18n } = useLingui();
  const [name, setName] = useTyped(`name of webhook ${before?.webhook_id ?? ""}`, before?.name ?? "");
  const [url, setUrl] = useTyped(`address of webhook ${before?.webhook_id ?? ""}`, before?.url ?? "");
  const [kinds, setKinds] = useTyped<readonly NotificationKind[]>(
    `kinds of webhook ${before?.webhook_id ?? ""}`,
    before?.kinds ?? [],
  );
  const [isOn, setOn] = useState(before?.state !== "off");
  const length = useLengthWords(name, 80);
  const error = create.error ?? update.error;
  const wrong = useWrongField(error);
  const words = sentKinds(i18n);

  function submit(): void {
    const input = { name, url: url.trim(), kinds: [...kinds] };
    if (before) {
      const on = isOn === (before.state === "on") ? {} : { on: isOn };
      return update.mutate({ webhook_id: WebhookId.parse(before.webhook_id), ...input, ...on }, { onSuccess: onClose });
    }
    create.mutate(input, {
      onSuccess({ secret }) {
        onClose();
        onSecret(secret);
      },
    });
  }

  return (
    <FormDialog
      title={before ? i18n.t("Change the webhook") : i18n.t("A new webhook")}
      size="lg"
      verb={before ? i18n.t("Change it") : i18n.t("Make the webhook")}
      failed={before ? i18n.t("The webhook was not changed") : i18n.t("The webhook was not made")}
      isReady={name.trim() !== "" && url.trim() !== "" && kinds.length > 0 && length.error === undefined}
      isPending={create.isPending || update.isPending}
      error={error}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        label={i18n.t("Name")}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        {...length}
        error={length.error ?? wrong("name")}
        required
        data-autofocus
      />
      <TextInput
        label={i18n.t("Address")}
        description={
          networks.length === 0
            ? i18n.t("https, in the Internet. Networks of your own are named by the setting webhook_networks, at a start.")
            : i18n.t("https, in the Internet or in {networks}. On this computer also http.", {
                networks: networks.join(", "),
              })
        }
        placeholder="https://hooks.example.org/lucid"
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
        error={wrong("url")}
        type="url"
        autoComplete="off"
        required
      />
      <Checkbox.Group
        label={i18n.t("What it is told")}
        value={[...kinds]}
        onChange={(chosen) => setKinds(NOTIFICATION_KINDS.filter((kind) => chosen.includes(kind)))}
        error={wrong("kinds")}
        required
      >
        <Stack gap={6} mt="xs">
          {NOTIFICATION_KINDS.map((kind) => (
            <Checkbox key={kind} value={kind} label={words[kind]} description={kind} />
          ))}
        </Stack>
      </Checkbox.Group>
      {before && <Checkbox label={i18n.t("It is on")} checked={isOn} onChange={(event) => setOn(event.currentTarget.checked)} />}
    </FormDialog>
  );
}
