import { useLingui } from "@lingui/react";
import { Button, Kbd, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useRef } from "react";
import { modKey } from "./mod-key.ts";
import classes from "./ui.module.css";
import { useHeadingFocus } from "./use-heading-focus.ts";

export interface MissingPageProps {
  readonly title: string;
  /** Why there may be nothing. */
  readonly children: ReactNode;
}

/** In place of a page about something that is not there: what was looked for, and the ways on. */
export function MissingPage({ title, children }: MissingPageProps) {
  const { i18n } = useLingui();
  const heading = useRef<HTMLHeadingElement>(null);
  useDocumentTitle(`${title} · Lucid`);
  useHeadingFocus(heading);
  return (
    <div className={classes.empty}>
      <Title order={1} tabIndex={-1} ref={heading}>
        {title}
      </Title>
      <Text c="dimmed" maw={460}>
        {children}
      </Text>
      <Button variant="default" renderRoot={(props) => <Link to="/sessions" {...props} />}>
        {i18n.t("To the sessions")}
      </Button>
      <PaletteHint />
    </div>
  );
}

/** The way on that is open everywhere. */
export function PaletteHint() {
  const { i18n } = useLingui();
  return (
    <Text c="dimmed" size="sm" data-for-keyboard>
      <Kbd>{modKey}</Kbd> <Kbd>K</Kbd> {i18n.t("finds any session, block or page.")}
    </Text>
  );
}
