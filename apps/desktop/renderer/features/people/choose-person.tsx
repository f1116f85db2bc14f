import { useLingui } from "@lingui/react";
import { UserId } from "@lucid/contract";
import { Select, type SelectProps } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { useAccountName } from "./use-account-name.ts";

/** Of those that fit, so many of the newest are offered. */
const OFFERED = 20;

export interface ChoosePersonProps extends Pick<SelectProps, "label" | "description" | "required" | "clearable"> {
  readonly "data-autofocus"?: true;
  /** Their id. */
  readonly value: string | null;
  readonly onChange: (userId: string | null) => void;
}

/** One of the people of this node, however many there are: looked for by the node, as their list is. */
export function ChoosePerson({ value, onChange, ...field }: ChoosePersonProps) {
  const { i18n } = useLingui();
  const { directory } = useApi().queries;
  const nameOf = useAccountName();
  const [typed, setTyped] = useState("");
  const [q] = useDebouncedValue(typed.trim(), 200);
  const chosen = useQuery(
    directory.get.queryOptions({ input: value === null ? skipToken : { user_id: UserId.parse(value) }, retry: false }),
  ).data;
  // The field holds the name of whoever is chosen: nobody is looked for by it.
  const isSought = q !== "" && !(chosen && q === nameOf(chosen));
  const found = useQuery({
    ...directory.list.queryOptions({ input: { limit: OFFERED, ...(isSought ? { q } : {}) } }),
    placeholderData: keepPreviousData,
  });
  const people = found.data?.users ?? [];
  const offered = chosen && !people.some(({ user_id }) => user_id === chosen.user_id) ? [chosen, ...people] : people;
  return (
    <Select
      {...field}
      placeholder={i18n.t("Beginning of a name or address")}
      data={offered.map((account) => ({ value: account.user_id, label: nameOf(account) }))}
      value={value}
      onChange={onChange}
      onSearchChange={setTyped}
      // The node has looked already.
      filter={({ options }) => options}
      nothingFoundMessage={i18n.t("Nobody fits")}
      searchable
    />
  );
}
