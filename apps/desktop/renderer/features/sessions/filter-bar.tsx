import { useLingui } from "@lingui/react";
import { Group, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { LIST_SORTS, type ListAddress, type ListSort } from "./list-address.ts";
import { filterNames, isFilter, sortNames } from "./list-words.ts";
import classes from "./sessions.module.css";

export interface FilterBarProps {
  readonly address: ListAddress;
  /** `typed`: while somebody types, which is no step to come back to. */
  readonly onChange: (address: ListAddress, how?: "typed") => void;
}

/** What the list is narrowed to and sorted by. Each change begins at the first page. */
export function FilterBar({ address, onChange }: FilterBarProps) {
  const { i18n } = useLingui();
  const { page: _page, ...rest } = address;
  const [typed, setTyped] = useState({ text: address.q ?? "", of: address.q });
  // The address is changed from elsewhere as well: Back, a link.
  if (typed.of !== address.q) setTyped({ text: address.q ?? "", of: address.q });
  const search = useDebouncedCallback((text: string) => {
    const { q: _q, ...others } = rest;
    onChange(text.trim() === "" ? others : { ...others, q: text }, "typed");
  }, 200);
  const states = filterNames(i18n);
  const sorts = sortNames(i18n);
  const sorting = `${address.sort ?? "created_at"} ${address.order ?? "desc"}`;

  function filter(value: string | null): void {
    const { state: _state, ...others } = rest;
    onChange(value !== null && isFilter(value) ? { ...others, state: value } : others);
  }

  function sort(value: string | null): void {
    const { sort: _sort, order: _order, ...others } = rest;
    const [key, order] = (value ?? "").split(" ");
    const found: ListSort | undefined = LIST_SORTS.find((one) => one === key);
    onChange({
      ...others,
      ...(found && found !== "created_at" ? { sort: found } : {}),
      ...(order === "asc" ? { order } : {}),
    });
  }

  return (
    <Group gap={12} mb="md" className={classes.filters} role="search" aria-label={i18n.t("Narrow the list")}>
      <TextInput
        type="search"
        className={classes.search}
        aria-label={i18n.t("Search sessions")}
        placeholder={i18n.t("Search by beginnings of words")}
        leftSection={<IconSearch size={16} />}
        value={typed.text}
        onChange={(event) => {
          setTyped({ text: event.currentTarget.value, of: address.q });
          search(event.currentTarget.value);
        }}
      />
      <Select
        aria-label={i18n.t("State")}
        placeholder={i18n.t("Any state")}
        w={160}
        clearable
        data={Object.entries(states).map(([value, label]) => ({ value, label }))}
        value={address.state ?? null}
        onChange={filter}
      />
      <Select
        aria-label={i18n.t("Order")}
        w={180}
        allowDeselect={false}
        data={Object.entries(sorts).map(([value, label]) => ({ value, label }))}
        value={sorting in sorts ? sorting : "created_at desc"}
        onChange={sort}
      />
    </Group>
  );
}
