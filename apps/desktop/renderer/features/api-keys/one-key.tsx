import type { I18n } from "@lingui/core";
import { useLingui } from "@lingui/react";
import type { ApiKey } from "@lucid/contract";
import { Button, Code, Group, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { formatDay } from "../../shared/format/index.ts";
import { FormDialog, Moment } from "../../shared/ui/index.ts";
import { scopeWords } from "./scope-words.ts";

function endWords(reason: NonNullable<ApiKey["end_reason"]>, i18n: I18n): string {
  switch (reason) {
    case "revoked":
      return i18n.t("revoked");
    case "expired":
      return i18n.t("its time is over");
    case "owner_suspended":
      return i18n.t("ended when your account was suspended");
  }
}

/** One key: what it is for, what it may do, when it was used. */
export function OneKey({ of: key }: { readonly of: ApiKey }) {
  const { i18n } = useLingui();
  const [revoking, setRevoking] = useState(false);
  const words: Readonly<Record<string, string>> = scopeWords(i18n);
  const hasEnded = key.end_reason !== null;

  return (
    <Group justify="space-between" wrap="nowrap" align="flex-start" role="group" aria-label={key.name}>
      <div style={{ minWidth: 0 }}>
        <Group gap="xs">
          <Text {...(hasEnded ? { c: "dimmed" } : {})} style={{ overflowWrap: "anywhere" }}>
            {key.name}
          </Text>
          <Code>{key.begins_with}…</Code>
        </Group>
        <Text c="dimmed">{key.scopes.map((scope) => words[scope] ?? scope).join(" · ")}</Text>
        {key.addresses.length > 0 && (
          <Text c="dimmed">{i18n.t("only from {addresses}", { addresses: key.addresses.join(", ") })}</Text>
        )}
        <Text c="dimmed" component="div">
          {key.end_reason === null
            ? i18n.t("until {day}", { day: formatDay(key.expires_at, i18n.locale) })
            : endWords(key.end_reason, i18n)}
          {" · "}
          {key.last_used_at === null ? (
            i18n.t("never used")
          ) : (
            <>
              {i18n.t("last used from {address}:", { address: key.last_used_from ?? "" })} <Moment at={key.last_used_at} />
            </>
          )}
        </Text>
      </div>
      {!hasEnded && (
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          style={{ flex: "none" }}
          aria-label={i18n.t("Revoke {name}", { name: key.name })}
          onClick={() => setRevoking(true)}
        >
          {i18n.t("Revoke")}
        </Button>
      )}
      {revoking && <RevokeDialog of={key} onClose={() => setRevoking(false)} />}
    </Group>
  );
}

function RevokeDialog({ of: key, onClose }: { readonly of: ApiKey; readonly onClose: () => void }) {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const cache = useQueryClient();
  const revoke = useMutation(
    queries.apiKeys.revoke.mutationOptions({
      onSettled: () => cache.invalidateQueries({ queryKey: queries.apiKeys.list.key() }),
      onSuccess: onClose,
    }),
  );
  return (
    <FormDialog
      title={i18n.t("Revoke “{name}”?", { name: key.name })}
      consequence={i18n.t(
        "The program that has it is refused from its next call on, and what it has open ends. It does not come back.",
      )}
      keep={i18n.t("Keep it")}
      verb={i18n.t("Revoke the key")}
      weight="dangerous"
      failed={i18n.t("The key was not revoked")}
      isPending={revoke.isPending}
      error={revoke.error}
      onSubmit={() => revoke.mutate({ key_id: key.key_id })}
      onClose={onClose}
    />
  );
}
