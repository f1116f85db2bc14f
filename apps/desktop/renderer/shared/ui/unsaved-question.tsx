import { useLingui } from "@lingui/react";
import { Button, Group, Stack, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { Dialog } from "./dialog.tsx";
import { LeaveButton } from "./leave-button.tsx";
import { unsavedNow } from "./unsaved.ts";

/** Where somebody has to go whose login is over: nothing that was typed could be saved any more. */
const WITHOUT_LOGIN = "/login";

/**
 * Asks before what `useUnsaved` names is left behind: by a link, Back, the palette or a button of the page; of a reload and the
 * window's end the browser asks, in its own words. It stands once in a window.
 */
export function UnsavedQuestion() {
  const { i18n } = useLingui();
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) =>
      next.pathname !== WITHOUT_LOGIN && unsavedNow(next.pathname !== current.pathname).length > 0,
    enableBeforeUnload: () => unsavedNow().length > 0,
    withResolver: true,
  });
  if (status !== "blocked") return null;
  const isTyped = unsavedNow().some(({ what }) => what !== "shown");
  function leave(): void {
    for (const { drop } of unsavedNow()) drop?.();
    proceed?.();
  }
  return (
    <Dialog title={i18n.t("Leave without saving?")} onClose={reset} onTop>
      <Stack>
        <Text>
          {isTyped
            ? i18n.t("What you typed here was not saved. It is gone when you leave.")
            : i18n.t("What is shown here is never shown again. It is gone when you leave.")}
        </Text>
        <Group justify="flex-end">
          <LeaveButton>{i18n.t("Stay here")}</LeaveButton>
          <Button color="recording" onClick={leave}>
            {i18n.t("Leave without saving")}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
