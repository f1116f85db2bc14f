import { Group, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import classes from "./ui.module.css";

export interface PageHeaderProps {
  readonly title: string;
  /** The page above this one. */
  readonly parent?: { readonly to: "/sessions" | "/chain"; readonly label: string };
  /** Beside the title: a state. */
  readonly badge?: ReactNode;
  /** At the right: what can be done here. */
  readonly children?: ReactNode;
}

export function PageHeader({ title, parent, badge, children }: PageHeaderProps) {
  useDocumentTitle(`${title} · Lucid`);
  return (
    <header className={classes.header}>
      <Group gap={8} wrap="wrap" miw={0}>
        {parent && (
          <Link to={parent.to} className={classes.crumb}>
            {parent.label} /
          </Link>
        )}
        <Title order={1} tabIndex={-1}>
          {title}
        </Title>
        {badge}
      </Group>
      {children !== undefined && <Group gap={12}>{children}</Group>}
    </header>
  );
}
