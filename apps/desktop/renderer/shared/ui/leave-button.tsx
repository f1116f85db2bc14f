import { useLingui } from "@lingui/react";
import { Button, Group } from "@mantine/core";
import { createContext, type ReactNode, use, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { type ChangedFields, followChangedFields } from "./changed-fields.ts";

interface Leaving {
  /** Asks first where something would be lost. */
  readonly leave: () => void;
  /** Leaves at once: there is nothing left to do. */
  readonly close: () => void;
  /** Says that there is a button to leave by; what it returns takes that back. */
  readonly claim: () => () => void;
  /** What was sent from it is not saved after all. */
  readonly refuse: () => void;
}

const LeavingDialog = createContext<Leaving | undefined>(undefined);

export interface LeaveButtonProps {
  /** "Cancel" where nothing says better what stays. */
  readonly children?: string | undefined;
  /** Where leaving is what is left to do: nothing is asked. */
  readonly isMain?: boolean;
  readonly "data-autofocus"?: boolean;
}

const nothing = (): undefined => undefined;

/** For what leaves the dialog by a button of its own, where it stands in one: that of the dialog is not shown then. */
export function useOwnLeave(): (() => void) | undefined {
  const dialog = use(LeavingDialog);
  const claim = dialog?.claim ?? nothing;
  useLayoutEffect(claim, [claim]);
  return dialog?.leave;
}

/** For what says why something was refused: in a dialog, what was typed there is unsaved again. */
export function useRefusal(error: unknown): void {
  const refuse = use(LeavingDialog)?.refuse ?? nothing;
  useEffect(() => {
    if (error !== undefined) refuse();
  }, [error, refuse]);
}

/** Leaves the dialog that it stands in; in none there is nothing to leave. */
export function LeaveButton({ children, isMain = false, ...rest }: LeaveButtonProps) {
  const { i18n } = useLingui();
  const leave = useOwnLeave();
  const close = use(LeavingDialog)?.close;
  if (!leave) return null;
  return (
    <Button variant={isMain ? "filled" : "default"} onClick={isMain ? close : leave} data-leave {...rest}>
      {children ?? i18n.t("Cancel")}
    </Button>
  );
}

interface LeavableContentProps {
  readonly onLeave: () => void;
  readonly onDone: () => void;
  readonly leave: string | undefined;
  /** Whether the person left something else in a field, or chose something else, than was there. */
  readonly onTyped: (isTyped: boolean) => void;
  /** What was typed was sent, or refused: then it is unsaved again. */
  readonly onSent: (isRefused: boolean) => void;
  /** The dialog was closed. */
  readonly onGone: () => void;
  readonly children: ReactNode;
}

const FIELDS = "input:not([type=hidden]), textarea, select";

/**
 * Marks what has the focus when a dialog opens, where its content names nothing: the first field, or the choice that is made there; where
 * nothing is asked, the button that leaves it. By itself it would be the cross.
 */
function markFirst(content: HTMLElement | null): void {
  const dialog = content?.closest("[role=dialog]");
  if (!dialog || dialog.querySelector("[data-autofocus]")) return;
  const field = dialog.querySelector<HTMLElement>(`:is(${FIELDS}):not(:disabled)`);
  const name = field instanceof HTMLInputElement && field.type === "radio" ? field.name : undefined;
  const chosen = name && dialog.querySelector(`input[name="${CSS.escape(name)}"]:checked`);
  (chosen || field || dialog.querySelector("[data-leave]"))?.setAttribute("data-autofocus", "true");
}

/** The content of a dialog, and the button that leaves it where the content brings none along. */
export function LeavableContent(props: LeavableContentProps) {
  const { onLeave, onDone, leave, onTyped, onSent, onGone, children } = props;
  const { i18n } = useLingui();
  const [buttons, setButtons] = useState(0);
  const fields = useRef<ChangedFields>(undefined);
  const content = useCallback(
    (element: HTMLElement | null) => {
      markFirst(element);
      fields.current = element ? followChangedFields(element, onTyped) : undefined;
    },
    [onTyped],
  );
  const claim = useCallback(() => {
    setButtons((count) => count + 1);
    return () => setButtons((count) => count - 1);
  }, []);
  const refuse = useCallback(() => onSent(true), [onSent]);
  const leaving = useMemo(() => ({ leave: onLeave, close: onDone, claim, refuse }), [onLeave, onDone, claim, refuse]);
  useEffect(() => onGone, [onGone]);
  // What a click or a key changes is there when it is over.
  const settle = (): void => void setTimeout(() => fields.current?.settle());
  const begin = (): void => {
    fields.current?.begin();
    settle();
  };
  return (
    <LeavingDialog value={leaving}>
      <div
        ref={content}
        onFocusCapture={begin}
        onPointerDownCapture={begin}
        onKeyDownCapture={begin}
        onClickCapture={settle}
        onInput={({ target }) => fields.current?.input(target)}
        onSubmit={() => onSent(false)}
      >
        {children}
      </div>
      {buttons === 0 && (
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onLeave} data-leave>
            {leave ?? i18n.t("Close")}
          </Button>
        </Group>
      )}
    </LeavingDialog>
  );
}
