import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { Select, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import { ErrorNotice } from "../../shared/ui/index.ts";
import { wordsOfPolicy, wordsOfTemplate } from "../new-session/index.ts";

export interface DraftChoice {
  readonly template: string;
  /** A preset's id; undefined for the policy that the draft has. */
  readonly policy: string | undefined;
}

export interface DraftChoicesProps {
  readonly draft: Session;
  readonly choice: DraftChoice;
  readonly onChange: (choice: DraftChoice) => void;
}

const OWN = "own";

/** Desktop and policy of a session that has not started. */
export function DraftChoices({ draft, choice, onChange }: DraftChoicesProps) {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const defaults = useQuery(queries.sessions.defaults.queryOptions());
  if (defaults.error)
    return (
      <ErrorNotice
        error={defaults.error}
        title={i18n.t("The node did not say what it offers")}
        onRetry={() => void defaults.refetch()}
      />
    );
  const { templates = [], policies = [] } = defaults.data ?? {};
  const source = draft.policy.version === 2 ? draft.policy.source?.policy_id : undefined;
  const current =
    policies.find(({ policy_id, policy_hash }) => policy_id === source || policy_hash === draft.policy_hash)?.policy_id ?? OWN;
  const chosen = choice.policy ?? current;
  const note = policies.find(({ policy_id }) => policy_id === chosen);
  return (
    <>
      <Select
        label={i18n.t("Desktop")}
        allowDeselect={false}
        data={templates.map((template) => ({
          value: template.template_id,
          label: wordsOfTemplate(template, i18n).title,
          disabled: !template.available,
        }))}
        value={choice.template}
        onChange={(template) => template !== null && onChange({ ...choice, template })}
      />
      <Stack gap={6}>
        <Select
          label={i18n.t("Policy")}
          allowDeselect={false}
          data={[
            ...policies.map((policy) => ({ value: policy.policy_id, label: wordsOfPolicy(policy, i18n).title })),
            ...(current === OWN ? [{ value: OWN, label: i18n.t("As it was prepared") }] : []),
          ]}
          value={chosen}
          onChange={(policy) => policy !== null && onChange({ ...choice, policy: policy === current ? undefined : policy })}
        />
        {note && (
          <Text c="dimmed" size="sm">
            {wordsOfPolicy(note, i18n).note}
          </Text>
        )}
      </Stack>
    </>
  );
}
