import { Group, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useRef } from "react";
import classes from "./ui.module.css";
import { useHeadingFocus } from "./use-heading-focus.ts";

export interface PageHeaderProps {
  readonly title: string;
  /** The page above this one. */
  readonly parent?: {
    readonly to: "/sessions" | "/chain" | "/proofs" | "/wallet" | "/wallet/invoices" | "/admin/people" | "/admin/invoices";
    readonly label: string;
  };
  /** Beside the title: a state. */
  readonly badge?: ReactNode;
  /** At the right: what can be done here, two actions at most and a menu. */
  readonly children?: ReactNode;
}

/** The head of every page: the page above, its name in two lines at most, its state, what can be done. */
export function PageHeader({ title, parent, badge, children }: PageHeaderProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useDocumentTitle(`${title} · Lucid`);
  useHeadingFocus(heading);
  return (
    <header className={classes.header}>
      <Group gap={8} wrap="wrap" miw={0}>
        {parent && (
          <Link to={parent.to} className={classes.crumb}>
            {parent.label} /
          </Link>
        )}
        <Title order={1} tabIndex={-1} ref={heading} lineClamp={2} title={title}>
          {title}
        </Title>
        {badge}
      </Group>
      {children !== undefined && <Group gap={12}>{children}</Group>}
    </header>
  );
}
