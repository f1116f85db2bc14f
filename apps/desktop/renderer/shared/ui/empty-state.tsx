import { Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./ui.module.css";

/** An empty screen that teaches the next step. */
export function EmptyState({
  title,
  children,
  action,
  order = 2,
}: {
  readonly title: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
  /** 1 where it is the whole page. */
  readonly order?: 1 | 2;
}) {
  return (
    <div className={classes.empty}>
      <Title order={order}>{title}</Title>
      <Text c="dimmed" maw={460}>
        {children}
      </Text>
      {action}
    </div>
  );
}
