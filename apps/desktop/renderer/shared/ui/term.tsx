import { useLingui } from "@lingui/react";
import { Tooltip, UnstyledButton } from "@mantine/core";
import type { ReactNode } from "react";
import { meaningOf, type TermName } from "../text/glossary.ts";

export type { TermName } from "../text/glossary.ts";

import classes from "./ui.module.css";

export interface TermProps {
  readonly name: TermName;
  /** The term as it stands in the sentence. */
  readonly children: ReactNode;
}

/** A term with its meaning in one line: shown on hover, focus and tap. */
export function Term({ name, children }: TermProps) {
  const { i18n } = useLingui();
  return (
    <Tooltip label={meaningOf(name, i18n)} multiline w={260} withArrow events={{ hover: true, focus: true, touch: true }}>
      <UnstyledButton component="span" role="button" tabIndex={0} className={classes.term}>
        {children}
      </UnstyledButton>
    </Tooltip>
  );
}
