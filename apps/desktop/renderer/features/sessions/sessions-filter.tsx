import { useLingui } from "@lingui/react";
import { Select } from "@mantine/core";
import { choicesOf, FilterBar } from "../../shared/ui/index.ts";
import { LIST_SORTS, type ListAddress, type ListSort } from "./list-address.ts";
import { filterNames, isFilter, sortNames } from "./list-words.ts";

export interface SessionsFilterProps {
  readonly address: ListAddress;
  /** `typed`: while somebody types, which is no step to come back to. */
  readonly onChange: (address: ListAddress, how?: "typed") => void;
}

/** What the list is narrowed to and sorted by. Each change begins at the first page. */
export function SessionsFilter({ address, onChange }: SessionsFilterProps) {
  const { i18n } = useLingui();
  const { page: _page, ...rest } = address;
  function search(text: string): void {
    const { q: _q, ...others } = rest;
    onChange(text.trim() === "" ? others : { ...others, q: text }, "typed");
  }

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
    <FilterBar
      label={i18n.t("Search sessions")}
      placeholder={i18n.t("Search by beginnings of words")}
      words={address.q}
      onWords={search}
    >
      <Select
        aria-label={i18n.t("State")}
        placeholder={i18n.t("Any state")}
        w={160}
        clearable
        data={choicesOf(states)}
        value={address.state ?? null}
        onChange={filter}
      />
      <Select
        aria-label={i18n.t("Order")}
        w={180}
        allowDeselect={false}
        data={choicesOf(sorts)}
        value={sorting in sorts ? sorting : "created_at desc"}
        onChange={sort}
      />
    </FilterBar>
  );
}
