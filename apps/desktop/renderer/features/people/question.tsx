import { useLingui } from "@lingui/react";
import { Button, Group, Stack, Text } from "@mantine/core";
import type { ReactNode, SyntheticEvent } from "react";
import { Dialog, ErrorNotice } from "../../shared/ui/index.ts";

export interface QuestionProps {
  readonly title: string;
  /** What comes of it, in words. */
  readonly consequence: string;
  /** On the button that does it. */
  readonly verb: string;
  readonly isDangerous?: boolean;
  readonly isReady?: boolean;
  readonly isPending: boolean;
  readonly error: unknown;
  /** What it says when the node refused. */
  readonly failed: string;
  readonly onAnswer: () => void;
  readonly onClose: () => void;
  /** What has to be chosen or said. */
  readonly children?: ReactNode;
}

/** Asks before something is done to somebody's account. The dialog stays while the node refuses, and says why. */
export function Question(props: QuestionProps) {
  const { i18n } = useLingui();
  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    props.onAnswer();
  }
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form onSubmit={submit}>
        <Stack>
          {props.children}
          <Text>{props.consequence}</Text>
          {props.error !== null && <ErrorNotice error={props.error} title={props.failed} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {i18n.t("Cancel")}
            </Button>
            <Button
              type="submit"
              {...(props.isDangerous === true ? { color: "recording" } : {})}
              loading={props.isPending}
              disabled={props.isReady === false}
            >
              {props.verb}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
