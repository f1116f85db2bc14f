import { useLingui } from "@lingui/react";
import { Alert, Button, Group, Text } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { toFailure } from "../api/failure.ts";
import { wordsOfFailure } from "../text/errors/error-words.ts";
import { wrongFields } from "../text/fields/field-words.ts";
import { CopyButton } from "./copy-button.tsx";
import { useRefusal } from "./leave-button.tsx";

export interface ErrorNoticeProps {
  readonly error: unknown;
  /** What was tried, as a sentence: "The session could not be started." */
  readonly title: string;
  /** What it means for the data, and what to do. */
  readonly advice?: string;
  readonly onRetry?: () => void;
  /** False below a heading that says the title. */
  readonly titled?: boolean;
}

/** An error as every screen shows it: what happened, where, what to do, and the code and request id to copy. */
export function ErrorNotice({ error, title, advice, onRetry, titled = true }: ErrorNoticeProps) {
  const { i18n } = useLingui();
  useRefusal(error);
  const failure = toFailure(error);
  const { what, next } = wordsOfFailure(failure, i18n);
  const fields = wrongFields(failure.details, i18n);
  const reference = failure.requestId === undefined ? failure.code : `${failure.code} ${failure.requestId}`;
  return (
    <Alert
      role="alert"
      variant="outline"
      color="recording"
      icon={<IconAlertCircle />}
      title={titled ? title : undefined}
      bg="var(--lucid-surface)"
      maw="100%"
    >
      <Text>{what}</Text>
      {fields.map(({ path, name, why }) => (
        <Text key={path}>{i18n.t("{field}: {why}", { field: name ?? path, why })}</Text>
      ))}
      {advice !== undefined && <Text c="dimmed">{advice}</Text>}
      <Text c="dimmed">{next}</Text>
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
