import { useLingui } from "@lingui/react";
import { POLICY_ACTIONS, type PolicyRule, ROLES, WEEKDAYS } from "@lucid/contract";
import { Button, Group, MultiSelect, Select, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import { roleNames } from "../../shared/text/account-words.ts";
import { WholeNumberInput } from "../../shared/ui/index.ts";
import { wordsOfTemplate } from "../new-session/index.ts";
import { conditionOn, withCondition } from "./edited-policy.ts";
import { PersonalFields } from "./personal-fields.tsx";
import classes from "./policies.module.css";
import { actionNames, effectNames, kindNames, ruleSentence, weekdayNames } from "./rule-words.ts";
import { useGroupNames } from "./use-group-names.ts";

export interface RuleFieldsProps {
  readonly rule: PolicyRule;
  readonly onChange: (rule: PolicyRule) => void;
  readonly onRemove: () => void;
}

const EFFECTS = ["allow", "ask", "deny"] as const;
const KINDS = ["built_in", "node", "own", "inline"] as const;

const choices = (names: Readonly<Record<string, string>>, keys: readonly string[]) =>
  keys.map((value) => ({ value, label: names[value] ?? value }));
const among = <Word extends string>(words: readonly Word[], values: readonly string[]): Word[] =>
  words.filter((word) => values.includes(word));

/** One rule: above, the sentence that it is; below, what it is made of. */
export function RuleFields({ rule, onChange, onRemove }: RuleFieldsProps) {
  const { i18n } = useLingui();
  const roles = conditionOn(rule, "role");
  const days = conditionOn(rule, "weekday");
  const hours = conditionOn(rule, "time_of_day");
  const kinds = conditionOn(rule, "policy_kind");
  const desktops = conditionOn(rule, "template");
  const { queries } = useApi();
  const { nameOf: groupName } = useGroupNames();
  const offered = useQuery(queries.sessions.defaults.queryOptions()).data?.templates ?? [];
  const setHours = (change: { from?: string; to?: string }): void => {
    const { from, to } = { from: "00:00", to: "23:59", ...hours?.value, ...change };
    onChange(
      withCondition(
        rule,
        "time_of_day",
        from === "" || to === "" ? undefined : { field: "time_of_day", op: hours?.op ?? "in", value: { from, to } },
      ),
    );
  };
  return (
    <fieldset className={classes.rule}>
      <Text component="legend" fw={500} className={classes.name}>
        {ruleSentence(rule, i18n, groupName)}
      </Text>
      <Stack gap="sm">
        <Group align="flex-start" grow>
          <Select
            label={i18n.t("Answer")}
            allowDeselect={false}
            data={choices(effectNames(i18n), EFFECTS)}
            value={rule.effect}
            onChange={(value) => onChange({ ...rule, effect: EFFECTS.find((effect) => effect === value) ?? rule.effect })}
          />
          <WholeNumberInput
            label={i18n.t("Priority")}
            description={i18n.t("The highest counts; on ties, deny.")}
            min={1}
            max={1_000}
            value={rule.priority}
            onChange={(priority) => onChange({ ...rule, priority })}
          />
        </Group>
        <MultiSelect
          label={i18n.t("To what")}
          data={choices(actionNames(i18n), POLICY_ACTIONS)}
          value={[...rule.actions]}
          onChange={(value) => onChange({ ...rule, actions: among(POLICY_ACTIONS, value) })}
          error={rule.actions.length === 0 ? i18n.t("At least one thing.") : undefined}
        />
        <MultiSelect
          label={i18n.t("Whom: roles")}
          placeholder={roles ? undefined : i18n.t("everybody")}
          data={choices(roleNames(i18n), ROLES)}
          value={[...(roles?.value ?? [])]}
          onChange={(value) => {
            const chosen = among(ROLES, value);
            onChange(
              withCondition(
                rule,
                "role",
                chosen.length === 0 ? undefined : { field: "role", op: roles?.op ?? "in", value: chosen },
              ),
            );
          }}
        />
        <PersonalFields rule={rule} onChange={onChange} />
        <MultiSelect
          label={i18n.t("On which days")}
          placeholder={days ? undefined : i18n.t("every day")}
          data={choices(weekdayNames(i18n), WEEKDAYS)}
          value={[...(days?.value ?? [])]}
          onChange={(value) => {
            const chosen = among(WEEKDAYS, value);
            onChange(
              withCondition(
                rule,
                "weekday",
                chosen.length === 0 ? undefined : { field: "weekday", op: days?.op ?? "in", value: chosen },
              ),
            );
          }}
        />
        <Group align="flex-end" grow>
          <TextInput
            type="time"
            label={i18n.t("From")}
            value={hours?.value.from ?? ""}
            onChange={(event) => setHours({ from: event.currentTarget.value })}
          />
          <TextInput
            type="time"
            label={i18n.t("To")}
            value={hours?.value.to ?? ""}
            onChange={(event) => setHours({ to: event.currentTarget.value })}
          />
        </Group>
        <MultiSelect
          label={i18n.t("On which desktops")}
          placeholder={desktops ? undefined : i18n.t("any desktop")}
          data={[...new Set([...offered.map(({ template_id }) => template_id), ...(desktops?.value ?? [])])].map((value) => {
            const template = offered.find(({ template_id }) => template_id === value);
            return { value, label: template ? wordsOfTemplate(template, i18n).title : value };
          })}
          value={[...(desktops?.value ?? [])]}
          onChange={(chosen) =>
            onChange(
              withCondition(
                rule,
                "template",
                chosen.length === 0 ? undefined : { field: "template", op: desktops?.op ?? "in", value: chosen },
              ),
            )
          }
        />
        <MultiSelect
          label={i18n.t("Under which policies")}
          placeholder={kinds ? undefined : i18n.t("any policy")}
          data={choices(kindNames(i18n), KINDS)}
          value={[...(kinds?.value ?? [])]}
          onChange={(value) => {
            const chosen = among(KINDS, value);
            onChange(
              withCondition(
                rule,
                "policy_kind",
                chosen.length === 0 ? undefined : { field: "policy_kind", op: kinds?.op ?? "in", value: chosen },
              ),
            );
          }}
        />
        <Group justify="flex-end">
          <Button size="compact-sm" variant="subtle" color="gray" onClick={onRemove}>
            {i18n.t("Remove this rule")}
          </Button>
        </Group>
      </Stack>
    </fieldset>
  );
}
