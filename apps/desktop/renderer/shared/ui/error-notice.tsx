import type { I18n } from "@lingui/core";
import { useLingui } from "@lingui/react";
import { Alert, Button, Group, Text } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { z } from "zod";
import { type Failure, toFailure } from "../api/failure.ts";
import { CopyButton } from "./copy-button.tsx";

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

const Issues = z.object({ issues: z.array(z.object({ path: z.string(), message: z.string() })) });

/** The fields that a refused request names, as the node calls them. */
const wrongFields = (details: unknown) => Issues.safeParse(details).data?.issues ?? [];

/** An error as every screen shows it: what happened, what to do, and the code and request id to copy. */
export function ErrorNotice({ error, title, advice, onRetry, titled = true }: ErrorNoticeProps) {
  const { i18n } = useLingui();
  const failure = toFailure(error);
  const message = worded(failure, i18n);
  const fields = wrongFields(failure.details);
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
      <Text>{message}</Text>
      {fields.map(({ path, message: why }) => (
        <Text key={path}>{i18n.t("{field}: {why}", { field: path, why })}</Text>
      ))}
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

/** A failure in the reader's language. What the node says has its English words as the key. */
function worded({ code, message }: Failure, i18n: I18n): string {
  switch (code) {
    case "OFFLINE":
      return i18n.t("The node does not answer. It may be starting, or the connection is gone.");
    case "FORM":
      return i18n.t("Something in the address or in an answer does not have the form it should have.");
    default:
      return i18n._(message);
  }
}
