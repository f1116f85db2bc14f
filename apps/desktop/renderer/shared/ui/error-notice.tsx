import { useLingui } from "@lingui/react";
import { Alert, Button, Group, Text } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { toFailure } from "../api/failure.ts";
import { CopyButton } from "./copy-button.tsx";

export interface ErrorNoticeProps {
  readonly error: unknown;
  /** What was tried, as a sentence: "The session could not be started." */
  readonly title: string;
  /** What it means for the data, and what to do. */
  readonly advice?: string;
  readonly onRetry?: () => void;
}

/** An error as every screen shows it: what happened, what to do, and the code and request id to copy. */
export function ErrorNotice({ error, title, advice, onRetry }: ErrorNoticeProps) {
  const { i18n } = useLingui();
  const failure = toFailure(error);
  const message =
    failure.code === "OFFLINE"
      ? i18n.t("The node does not answer. It may be starting, or the connection is gone.")
      : failure.message;
  const reference = failure.requestId === undefined ? failure.code : `${failure.code} ${failure.requestId}`;
  return (
    <Alert role="alert" variant="outline" color="recording" icon={<IconAlertCircle />} title={title} bg="var(--lucid-surface)">
      <Text>{message}</Text>
      {advice !== undefined && <Text c="dimmed">{advice}</Text>}
      <Group gap={4} mt={4}>
        <Text c="dimmed" size="xs" ff="monospace" style={{ overflowWrap: "anywhere" }}>
          {reference}
        </Text>
        <CopyButton value={`${title} ${failure.message} ${reference}`} label={i18n.t("error report")} />
        {onRetry && (
          <Button size="compact-sm" variant="default" onClick={onRetry}>
            {i18n.t("Try again")}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
