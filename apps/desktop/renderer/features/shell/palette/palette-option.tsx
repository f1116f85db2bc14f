import { Highlight, UnstyledButton } from "@mantine/core";
import { SpotlightRoot } from "@mantine/spotlight";
import { useEffect, useRef } from "react";
import type { PaletteLine } from "./palette-lines.ts";

const { classes } = SpotlightRoot;

export interface PaletteOptionProps {
  readonly id: string;
  readonly line: PaletteLine;
  readonly words: string;
  readonly selected: boolean;
  readonly onChoose: () => void;
}

/** A line of the palette. The keys stay in its field, which says which line is selected. */
export function PaletteOption({ id, line, words, selected, onChoose }: PaletteOptionProps) {
  const { label, description, leftSection } = line;
  const own = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (selected) own.current?.scrollIntoView({ block: "nearest" });
  }, [selected]);
  return (
    <UnstyledButton
      ref={own}
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      data-selected={selected || undefined}
      className={classes.action}
      // The field keeps the focus.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
    >
      <span className={classes.actionSection} data-position="left" data-dimmed>
        {leftSection}
      </span>
      <span className={classes.actionBody}>
        <Highlight component="span" className={classes.actionLabel} highlight={words}>
          {label}
        </Highlight>
        <span className={classes.actionDescription}>{description}</span>
      </span>
    </UnstyledButton>
  );
}
