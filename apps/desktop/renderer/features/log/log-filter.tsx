import { useLingui } from "@lingui/react";
import { Select } from "@mantine/core";
import { DayFields, FilterBar } from "../../shared/ui/index.ts";
import { type LogAddress, readLogAddress } from "./log-address.ts";
import { levelNames } from "./log-words.ts";

export interface LogFilterProps {
  readonly address: LogAddress;
  /** Parts that have written something. */
  readonly parts: readonly string[];
  /** `typed`: while somebody types, which is no step to come back to. */
  readonly onChange: (address: LogAddress, how?: "typed") => void;
}

/** What the log is narrowed to. Each change begins at the newest line. */
export function LogFilterBar({ address, parts, onChange }: LogFilterProps) {
  const { i18n } = useLingui();
  const narrow = (change: Readonly<Record<string, string | null>>, how?: "typed"): void =>
    onChange(readLogAddress({ ...address, before: undefined, ...change }), how);
  const names = levelNames(i18n);
  return (
    <FilterBar
      label={i18n.t("Search the node's log")}
      placeholder={i18n.t("Search by beginnings of words")}
      words={address.q}
      onWords={(q) => narrow({ q }, "typed")}
    >
      <Select
        aria-label={i18n.t("Least weight")}
        placeholder={i18n.t("Any weight")}
        w={190}
        clearable
        data={(["debug", "info", "warn", "error"] as const).map((value) => ({
          value,
          label: i18n.t("{level} and above", { level: names[value] }),
        }))}
        value={address.level ?? null}
        onChange={(level) => narrow({ level })}
      />
      <Select
        aria-label={i18n.t("Part of the node")}
        placeholder={i18n.t("All parts")}
        w={170}
        clearable
        searchable
        data={[...new Set([...parts, ...(address.part === undefined ? [] : [address.part])])]}
        value={address.part ?? null}
        onChange={(part) => narrow({ part })}
      />
      <DayFields from={address.from} to={address.to} onChange={narrow} />
    </FilterBar>
  );
}
