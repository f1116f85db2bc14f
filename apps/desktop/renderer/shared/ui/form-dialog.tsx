import { Button, Group, Stack, Text } from "@mantine/core";
import type { ReactNode, SyntheticEvent } from "react";
import { Dialog, type DialogProps } from "./dialog.tsx";
import { ErrorNotice } from "./error-notice.tsx";
import { LeaveButton } from "./leave-button.tsx";

export interface FormDialogProps extends Pick<DialogProps, "title" | "onClose" | "size"> {
  /** What comes of it, in words. */
  readonly consequence?: string;
  /** On the button that does it. */
  readonly verb: string;
  /** On the button that leaves it; "Cancel" where nothing says better what stays. */
  readonly keep?: string;
  /** Whether it takes something away, or only holds something up; undefined for all else. */
  readonly weight?: "dangerous" | "quiet" | undefined;
  readonly isReady?: boolean;
  readonly isPending: boolean;
  /** Why the last try failed; null and undefined for none. */
  readonly error: unknown;
  /** What it says when a try failed. */
  readonly failed: string;
  readonly onSubmit: () => void;
  /** What has to be known, chosen or said. */
  readonly children?: ReactNode;
}

const COLORS = { dangerous: "recording", quiet: "gray" } as const;

/** A short form over the page: Enter does it. It stays while it is refused, with what was typed, and says why. */
export function FormDialog(props: FormDialogProps) {
  const { title, onClose, size = "md", weight, error } = props;
  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    props.onSubmit();
  }
  return (
    <Dialog title={title} onClose={onClose} size={size}>
      <form onSubmit={submit}>
        <Stack>
          {props.consequence !== undefined && <Text>{props.consequence}</Text>}
          {props.children}
          {error !== null && error !== undefined && <ErrorNotice error={error} title={props.failed} />}
          <Group justify="flex-end">
            <LeaveButton>{props.keep}</LeaveButton>
            <Button
              type="submit"
              {...(weight === undefined ? {} : { color: COLORS[weight] })}
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
