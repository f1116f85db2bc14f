import { Group, Progress, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Term, type TermName } from "../../shared/ui/index.ts";

export interface MeterProps {
  readonly label: string;
  /** The term that the label is. */
  readonly term?: TermName;
  /** From 0 to 1. */
  readonly share: number;
  readonly note: ReactNode;
  /** Share from which on it is worth a look. Infinite: fullness alone means nothing. */
  readonly warnFrom?: number;
}

/** How full something is, in words and as a bar. */
export function Meter({ label, term, share, note, warnFrom = 0.9 }: MeterProps) {
  const high = share >= warnFrom;
  return (
    <div>
      <Group justify="space-between" gap="xs" mb={4}>
        <Text>{term === undefined ? label : <Term name={term}>{label}</Term>}</Text>
        <Text c="dimmed">{note}</Text>
      </Group>
      <Progress
        value={Math.min(1, share) * 100}
        size="sm"
        color={high ? "warning" : "gray"}
        aria-label={label}
        transitionDuration={120}
      />
    </div>
  );
}
