import { useLingui } from "@lingui/react";
import { Group, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import classes from "./ui.module.css";

const PAUSE_MS = 200;

export interface FilterBarProps {
  /** Name of the search field for those who do not see it. */
  readonly label: string;
  readonly placeholder: string;
  /** The words in the address; undefined where there are none. */
  readonly words: string | undefined;
  /** Called when somebody pauses in typing: no step to come back to. */
  readonly onWords: (words: string) => void;
  /** What else narrows or sorts the list. */
  readonly children: ReactNode;
}

/** The filter bar of every list; what it is set to stands in the address. */
export function FilterBar({ label, placeholder, words = "", onWords, children }: FilterBarProps) {
  const { i18n } = useLingui();
  const [typed, setTyped] = useState({ text: words, of: words });
  // The address is changed from elsewhere as well: Back, a link.
  if (typed.of !== words) setTyped({ text: words, of: words });
  const search = useDebouncedCallback(onWords, PAUSE_MS);

  return (
    <Group gap={12} mb="md" role="search" aria-label={i18n.t("Narrow the list")}>
      <TextInput
        type="search"
        className={classes.search}
        aria-label={label}
        placeholder={placeholder}
        leftSection={<IconSearch size={16} />}
        value={typed.text}
        onChange={({ currentTarget }) => {
          setTyped({ text: currentTarget.value, of: words });
          search(currentTarget.value);
        }}
      />
      {children}
    </Group>
  );
}

export interface DayFieldsProps {
  /** Days, 2026-11-29, as the reader's clock has them. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly onChange: (change: { readonly from: string } | { readonly to: string }) => void;
}

/** The days that a list is narrowed to. */
export function DayFields({ from = "", to = "", onChange }: DayFieldsProps) {
  const { i18n } = useLingui();
  return (
    <Group gap={12}>
      <TextInput
        type="date"
        aria-label={i18n.t("From this day")}
        leftSection={<span className={classes.side}>{i18n.t("from")}</span>}
        leftSectionWidth={52}
        value={from}
        onChange={({ currentTarget }) => onChange({ from: currentTarget.value })}
      />
      <TextInput
        type="date"
        aria-label={i18n.t("Up to this day")}
        leftSection={<span className={classes.side}>{i18n.t("to")}</span>}
        leftSectionWidth={44}
        value={to}
        onChange={({ currentTarget }) => onChange({ to: currentTarget.value })}
      />
    </Group>
  );
}

/** Names by value, as a selection takes them. */
export const choicesOf = (names: Readonly<Record<string, string>>) =>
  Object.entries(names).map(([value, label]) => ({ value, label }));
