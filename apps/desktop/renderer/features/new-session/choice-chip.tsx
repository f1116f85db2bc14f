import { Menu, UnstyledButton } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import classes from "./new-session.module.css";

export interface Option {
  readonly value: string;
  readonly title: string;
  readonly note?: string;
  readonly disabled?: boolean;
}

export interface ChoiceChipProps {
  readonly label: string;
  /** What the chip says of the choice; the title of the option when it is one of them. */
  readonly chosen: string;
  readonly options: readonly Option[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A choice that is mostly left as it is: one line that says it, and a menu to change it. */
export function ChoiceChip({ label, chosen, options, value, onChange }: ChoiceChipProps) {
  return (
    <Menu position="bottom-start" width={320} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <UnstyledButton className={classes.chip}>
          <span>{label}</span>
          <strong>{chosen}</strong>
          <IconChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown aria-label={label}>
        <Menu.RadioGroup value={value} onChange={onChange}>
          {options.map((option) => (
            <Menu.RadioItem key={option.value} value={option.value} disabled={option.disabled ?? false} closeMenuOnClick>
              <span className={classes.option}>
                {option.title}
                {option.note !== undefined && <small>{option.note}</small>}
              </span>
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
