import { useLingui } from "@lingui/react";
import {
  Account,
  GroupId,
  POLICY_ACTIONS,
  type PolicyAction,
  type PolicyDocument,
  ROLES,
  type Role,
  type StoredPolicy,
} from "@lucid/contract";
import { Group, MultiSelect, Select, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { kycNames, roleNames } from "../../shared/text/account-words.ts";
import { ErrorNotice } from "../../shared/ui/index.ts";
import { wordsOfTemplate } from "../new-session/index.ts";
import { nameOf } from "./policy-name.ts";
import { actionNames, decisionWords, ruleSentence } from "./rule-words.ts";
import { useGroupNames } from "./use-group-names.ts";

export interface TestPanelProps {
  readonly policy: StoredPolicy;
  /** Instead of the version in use: what is being written. */
  readonly document?: PolicyDocument | undefined;
}

const ME = "me";

/** A moment as a date field writes it, by the clock of the page. */
function localMoment(at: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** “May this person do that then?”, answered by the node as it would decide. */
export function TestPanel({ policy, document }: TestPanelProps) {
  const { i18n } = useLingui();
  const { queries, login } = useApi();
  const account = useStore(login.state, (state) => state.account);
  const [who, setWho] = useState<Role | typeof ME>(ME);
  const [inGroups, setInGroups] = useState<GroupId[]>([]);
  const [kyc, setKyc] = useState<Account["kyc_status"]>("none");
  const { groups, nameOf: groupName } = useGroupNames();
  const [action, setAction] = useState<PolicyAction>("copy_out");
  const [at, setAt] = useState(() => localMoment(new Date()));
  const [chosen, setTemplate] = useState<string>();
  const templates = useQuery(queries.sessions.defaults.queryOptions()).data?.templates ?? [];
  const template = chosen ?? templates[0]?.template_id;
  const moment = new Date(at);
  const isMoment = !Number.isNaN(moment.getTime());
  const input = {
    policy_id: policy.policy_id,
    action,
    ...(who === ME ? {} : { role: who, group_ids: inGroups, kyc_status: kyc }),
    ...(document ? { document } : {}),
    ...(template === undefined ? {} : { template }),
    ...(isMoment ? { at: moment.toISOString() } : {}),
  };
  const asked = useQuery(queries.policies.evaluate.queryOptions({ input, enabled: isMoment }));
  const names = actionNames(i18n);
  const roles = roleNames(i18n);
  const managesAll = account?.role === "ADMIN" || account?.role === "SUPER_ADMIN";
  const answer = asked.data;
  return (
    <Stack>
      <Group align="flex-end">
        <Select
          label={i18n.t("May")}
          allowDeselect={false}
          data={[
            { value: ME, label: i18n.t("you") },
            ...(managesAll ? ROLES.map((role) => ({ value: role, label: roles[role] })) : []),
          ]}
          value={who}
          onChange={(value) => setWho(ROLES.find((role) => role === value) ?? ME)}
        />
        {who !== ME && groups.length > 0 && (
          <MultiSelect
            label={i18n.t("of these groups")}
            data={groups.map(({ group_id, name }) => ({ value: group_id as string, label: name }))}
            value={inGroups}
            onChange={(values) => setInGroups(values.map((id) => GroupId.parse(id)))}
          />
        )}
        {who !== ME && (
          <Select
            label={i18n.t("Person checked (KYC)")}
            allowDeselect={false}
            data={Account.shape.kyc_status.options.map((value) => ({ value, label: kycNames(i18n)[value] }))}
            value={kyc}
            onChange={(value) => setKyc(Account.shape.kyc_status.options.find((status) => status === value) ?? kyc)}
          />
        )}
        <Select
          label={i18n.t("do this")}
          allowDeselect={false}
          data={POLICY_ACTIONS.map((value) => ({ value, label: names[value] }))}
          value={action}
          onChange={(value) => setAction(POLICY_ACTIONS.find((name) => name === value) ?? action)}
        />
        {template !== undefined && (
          <Select
            label={i18n.t("on this desktop")}
            allowDeselect={false}
            data={templates.map((one) => ({ value: one.template_id, label: wordsOfTemplate(one, i18n).title }))}
            value={template}
            onChange={(value) => setTemplate(value ?? undefined)}
          />
        )}
        <TextInput
          type="datetime-local"
          label={i18n.t("at this moment")}
          value={at}
          onChange={(event) => setAt(event.currentTarget.value)}
          error={isMoment ? undefined : i18n.t("A day and a time.")}
        />
      </Group>
      {asked.error && <ErrorNotice error={asked.error} title={i18n.t("The node did not answer that")} />}
      <div role="status">
        {answer && (
          <Stack gap={6}>
            <Text fw={500}>{decisionWords(answer.decision, i18n)}</Text>
            {answer.rule && <Text>{ruleSentence(answer.rule, i18n, groupName)}</Text>}
            {answer.rule && answer.policy_name !== null && (
              <Text c="dimmed" size="sm">
                {i18n.t("Rule {rule} of “{policy}”, version {version}", {
                  rule: answer.rule.rule_id,
                  policy: answer.decision.policy_id === policy.policy_id ? nameOf(policy, i18n) : answer.policy_name,
                  version: answer.decision.policy_version ?? 0,
                })}
              </Text>
            )}
          </Stack>
        )}
      </div>
    </Stack>
  );
}
