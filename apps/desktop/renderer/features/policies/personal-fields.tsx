import { useLingui } from "@lingui/react";
import { Account, type PolicyRule, UserId } from "@lucid/contract";
import { MultiSelect } from "@mantine/core";
import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { shorten } from "../../shared/format/index.ts";
import { kycNames } from "../../shared/text/account-words.ts";
import { conditionOn, withCondition } from "./edited-policy.ts";
import { useGroupNames } from "./use-group-names.ts";

export interface PersonalFieldsProps {
  readonly rule: PolicyRule;
  readonly onChange: (rule: PolicyRule) => void;
}

const KYC = Account.shape.kyc_status.options;

/** Whom a rule means beside roles: groups, single people, and who was checked. */
export function PersonalFields({ rule, onChange }: PersonalFieldsProps) {
  const { i18n } = useLingui();
  const { knowsPeople } = useGroupNames();
  const kyc = conditionOn(rule, "kyc_status");
  const names = kycNames(i18n);
  return (
    <>
      {knowsPeople && <GroupsField rule={rule} onChange={onChange} />}
      {knowsPeople && <PeopleField rule={rule} onChange={onChange} />}
      <MultiSelect
        label={i18n.t("Whom: checked (KYC)")}
        placeholder={kyc ? undefined : i18n.t("checked or not")}
        data={KYC.map((value) => ({ value, label: names[value] }))}
        value={[...(kyc?.value ?? [])]}
        onChange={(values) => {
          const value = KYC.filter((status) => values.includes(status));
          const condition = value.length === 0 ? undefined : ({ field: "kyc_status", op: kyc?.op ?? "in", value } as const);
          onChange(withCondition(rule, "kyc_status", condition));
        }}
      />
    </>
  );
}

function GroupsField({ rule, onChange }: PersonalFieldsProps) {
  const { i18n } = useLingui();
  const { groups, nameOf } = useGroupNames();
  const chosen = conditionOn(rule, "group");
  const gone = (chosen?.value ?? []).filter((id) => nameOf(id) === undefined);
  return (
    <MultiSelect
      label={i18n.t("Whom: groups")}
      placeholder={chosen ? undefined : i18n.t("in any group or none")}
      searchable
      data={[
        ...groups.map(({ group_id, name }) => ({ value: group_id as string, label: name })),
        ...gone.map((value) => ({ value: value as string, label: i18n.t("removed group {id}", { id: shorten(value) }) })),
      ]}
      value={[...(chosen?.value ?? [])]}
      onChange={(values) => {
        const value = [...groups.map(({ group_id }) => group_id), ...gone].filter((id) => values.includes(id));
        const condition = value.length === 0 ? undefined : ({ field: "group", op: chosen?.op ?? "in", value } as const);
        onChange(withCondition(rule, "group", condition));
      }}
    />
  );
}

/** How many are offered for what is typed. */
const OFFERED = 20;

function PeopleField({ rule, onChange }: PersonalFieldsProps) {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const [typed, setTyped] = useState("");
  const chosen = conditionOn(rule, "person");
  const q = typed.trim();
  const found = useQuery(
    queries.directory.list.queryOptions({
      input: { page: 1, limit: OFFERED, ...(q === "" ? {} : { q }) },
      placeholderData: keepPreviousData,
    }),
  );
  const named = useQueries({
    queries: (chosen?.value ?? []).map((user_id) => queries.directory.get.queryOptions({ input: { user_id }, retry: false })),
    combine: (answers) => answers.flatMap(({ data }) => (data ? [data] : [])),
  });
  const nameOf = ({ user_id, username, tron_address: address }: Pick<Account, "user_id" | "username" | "tron_address">) =>
    username ?? shorten(address ?? user_id, 6);
  const offered = new Map((found.data?.users ?? []).map((account) => [account.user_id as string, nameOf(account)]));
  const fitting = new Set(offered.keys());
  for (const id of chosen?.value ?? []) offered.set(id, shorten(id, 6));
  for (const account of named) offered.set(account.user_id, nameOf(account));
  return (
    <MultiSelect
      label={i18n.t("Whom: people by name")}
      placeholder={chosen ? undefined : i18n.t("anybody")}
      searchable
      searchValue={typed}
      // The node has looked already, by more than the name that stands here.
      filter={({ options }) => options.filter((option) => "value" in option && fitting.has(option.value))}
      onSearchChange={setTyped}
      data={[...offered].map(([value, label]) => ({ value, label }))}
      value={[...(chosen?.value ?? [])]}
      onChange={(values) => {
        const value = values.map((id) => UserId.parse(id));
        const condition = value.length === 0 ? undefined : ({ field: "person", op: chosen?.op ?? "in", value } as const);
        onChange(withCondition(rule, "person", condition));
      }}
    />
  );
}
