import { Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./ui.module.css";

/** An empty screen that teaches the next step. */
export function EmptyState({
  title,
  children,
  action,
}: {
  readonly title: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className={classes.empty}>
      <Title order={2}>{title}</Title>
      <Text c="dimmed" maw={460}>
        {children}
      </Text>
      {action}
    </div>
  );
}
