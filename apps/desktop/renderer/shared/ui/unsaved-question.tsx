import { useLingui } from "@lingui/react";
import { Button, Group, Stack, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { Dialog } from "./dialog.tsx";
import { LeaveButton } from "./leave-button.tsx";

/** Where somebody has to go whose login is over: nothing that was typed could be saved any more. */
const WITHOUT_LOGIN = "/login";

/**
 * Asks before what was typed into the page, and not saved, is left behind: by a link, Back, the palette or a button of the page; of a reload and the
 * window's end the browser asks, in its own words.
 */
export function UnsavedQuestion({ isUnsaved }: { readonly isUnsaved: () => boolean }) {
  const { i18n } = useLingui();
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ next }) => next.pathname !== WITHOUT_LOGIN && isUnsaved(),
    enableBeforeUnload: isUnsaved,
    withResolver: true,
  });
  if (status !== "blocked") return null;
  return (
    <Dialog title={i18n.t("Leave without saving?")} onClose={reset}>
      <Stack>
        <Text>{i18n.t("What you typed here was not saved. It is gone when you leave.")}</Text>
        <Group justify="flex-end">
          <LeaveButton>{i18n.t("Stay here")}</LeaveButton>
          <Button color="recording" onClick={proceed}>
            {i18n.t("Leave without saving")}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
