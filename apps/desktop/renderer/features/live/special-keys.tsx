import { useLingui } from "@lingui/react";
import { UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowLeft, IconArrowRight, IconArrowUp } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { HeldKeys, Modifier } from "./held-keys.ts";
import classes from "./live.module.css";
import { KEYSYM } from "./typed-keys.ts";
import { useCovered } from "./use-covered.ts";

export interface SpecialKeysProps {
  readonly held: HeldKeys;
  readonly onModifier: (modifier: Modifier) => void;
  /** Gets the keysym of what was tapped. */
  readonly onKey: (keysym: number) => void;
}

const ARROW = 20;

/** Keys that a keyboard on the screen lacks, in a line above it. */
export function SpecialKeys({ held, onModifier, onKey }: SpecialKeysProps) {
  const { i18n } = useLingui();
  const covered = useCovered();
  const modifier = (name: Modifier, label: string): ReactNode => (
    <UnstyledButton
      className={classes.special}
      aria-pressed={held[name] !== undefined}
      aria-label={held[name] === "locked" ? i18n.t("{key}, held until it is tapped again", { key: label }) : label}
      data-locked={held[name] === "locked" || undefined}
      onClick={() => onModifier(name)}
    >
      {label}
    </UnstyledButton>
  );
  const key = (keysym: number, label: string, shown: ReactNode = label): ReactNode => (
    <UnstyledButton className={classes.special} aria-label={label} onClick={() => onKey(keysym)}>
      {shown}
    </UnstyledButton>
  );

  return (
    <div
      className={classes.specials}
      style={{ bottom: covered }}
      role="toolbar"
      tabIndex={-1}
      aria-label={i18n.t("Special keys")}
      // A tap leaves the focus where it is: else the keyboard would go.
      onMouseDown={(event) => event.preventDefault()}
    >
      {key(KEYSYM.escape, i18n.t("Esc"))}
      {key(KEYSYM.tab, i18n.t("Tab"))}
      {modifier("control", i18n.t("Ctrl"))}
      {modifier("alt", i18n.t("Alt"))}
      {key(KEYSYM.left, i18n.t("Arrow left"), <IconArrowLeft size={ARROW} />)}
      {key(KEYSYM.down, i18n.t("Arrow down"), <IconArrowDown size={ARROW} />)}
      {key(KEYSYM.up, i18n.t("Arrow up"), <IconArrowUp size={ARROW} />)}
      {key(KEYSYM.right, i18n.t("Arrow right"), <IconArrowRight size={ARROW} />)}
    </div>
  );
}
