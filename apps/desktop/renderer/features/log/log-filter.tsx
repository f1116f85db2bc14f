import { useLingui } from "@lingui/react";
import { Group, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import classes from "./log.module.css";
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
  const [typed, setTyped] = useState({ text: address.q ?? "", of: address.q });
  // The address is changed from elsewhere as well: Back, a link.
  if (typed.of !== address.q) setTyped({ text: address.q ?? "", of: address.q });
  const narrow = (change: Readonly<Record<string, string | null>>, how?: "typed"): void =>
    onChange(readLogAddress({ ...address, before: undefined, ...change }), how);
  const search = useDebouncedCallback((text: string) => narrow({ q: text }, "typed"), 200);
  const names = levelNames(i18n);
  return (
    <Group gap={12} mb="md" role="search" aria-label={i18n.t("Narrow the list")}>
      <TextInput
        type="search"
        className={classes.search}
        aria-label={i18n.t("Search the node's log")}
        placeholder={i18n.t("Search by beginnings of words")}
        leftSection={<IconSearch size={16} />}
        value={typed.text}
        onChange={(event) => {
          setTyped({ text: event.currentTarget.value, of: address.q });
          search(event.currentTarget.value);
        }}
      />
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
      <Group gap={12}>
        <TextInput
          type="date"
          aria-label={i18n.t("From this day")}
          leftSection={<span className={classes.side}>{i18n.t("from")}</span>}
          leftSectionWidth={52}
          value={address.from ?? ""}
          onChange={(event) => narrow({ from: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          aria-label={i18n.t("Up to this day")}
          leftSection={<span className={classes.side}>{i18n.t("to")}</span>}
          leftSectionWidth={44}
          value={address.to ?? ""}
          onChange={(event) => narrow({ to: event.currentTarget.value })}
        />
      </Group>
    </Group>
  );
}
