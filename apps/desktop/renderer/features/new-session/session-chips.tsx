import { useLingui } from "@lingui/react";
import type { SessionDefaults } from "@lucid/contract";
import { Group } from "@mantine/core";
import { regionOf } from "../../shared/format/index.ts";
import { useKnownNow } from "../../shared/ui/index.ts";
import { ChoiceChip } from "./choice-chip.tsx";
import { wordsOfPolicy, wordsOfTemplate } from "./offered-words.ts";
import { BOUNDS, isWithin, type NewSessionFormState } from "./use-new-session-form.ts";

const DAY_MS = 86_400_000;
const USUAL_DAYS = [1, 7, 30, 90, 365];

export interface SessionChipsProps {
  readonly form: NewSessionFormState;
  readonly defaults: SessionDefaults;
}

/** Desktop, policy, and until when the recording is kept. */
export function SessionChips({ form, defaults }: SessionChipsProps) {
  const { i18n } = useLingui();
  const now = useKnownNow(60_000);
  const { template, policy, retentionDays } = form.values;
  const keptUntil = (days: number): string =>
    new Intl.DateTimeFormat(regionOf(i18n.locale), { day: "numeric", month: "short", year: "numeric" }).format(
      now + days * DAY_MS,
    );
  const templates = defaults.templates.map((offered) => ({
    value: offered.template_id,
    title: wordsOfTemplate(offered, i18n).title,
    note: offered.available ? wordsOfTemplate(offered, i18n).note : i18n.t("Not installed on this node"),
    disabled: !offered.available,
  }));
  const policies = defaults.policies.map((offered) => ({ value: offered.policy_id, ...wordsOfPolicy(offered, i18n) }));
  const titleOf = (options: readonly { value: string; title: string }[], value: string): string =>
    options.find((option) => option.value === value)?.title ?? i18n.t("none");

  return (
    <Group gap="xs">
      <ChoiceChip
        label={i18n.t("Desktop")}
        chosen={titleOf(templates, template)}
        options={templates}
        value={template}
        onChange={(value) => form.setFieldValue("template", value)}
      />
      <ChoiceChip
        label={i18n.t("Policy")}
        chosen={titleOf(policies, policy)}
        options={policies}
        value={policy}
        onChange={(value) => form.setFieldValue("policy", value)}
      />
      <ChoiceChip
        label={i18n.t("Kept")}
        chosen={
          isWithin(retentionDays, BOUNDS.retentionDays)
            ? i18n.t("until {day}, then deleted; its proof stays", { day: keptUntil(retentionDays) })
            : i18n.t("how long is not said yet")
        }
        options={USUAL_DAYS.map((days) => ({
          value: String(days),
          title: i18n.t("{days, plural, one {# day} other {# days}}", { days }),
          note: i18n.t("until {day}", { day: keptUntil(days) }),
        }))}
        value={String(retentionDays)}
        onChange={(value) => form.setFieldValue("retentionDays", Number(value))}
      />
    </Group>
  );
}
