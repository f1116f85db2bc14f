import { type ReactNode, useCallback, useRef, useState } from "react";
import { DialogWindow } from "./dialog-window.tsx";
import { LeavableContent } from "./leave-button.tsx";
import { LeaveQuestion } from "./leave-question.tsx";
import { restoredInDialogs, type Unsaved, UnsavedInDialog, type UnsavedKind, useUnsaved } from "./unsaved.ts";

export interface DialogProps {
  readonly title: string;
  /** It is left: by Escape, the cross, the button that leaves it, or a click beside it where nothing is lost by that. */
  readonly onClose: () => void;
  readonly opened?: boolean;
  /** Wider for what has more to show. */
  readonly size?: "md" | "lg" | "xl";
  /** For what any call may ask in between: it stands above the dialog that is open, which keeps its state below. */
  readonly onTop?: boolean;
  /** On the button that leaves it, where its content brings no `LeaveButton` along; "Close" where it asks for nothing. */
  readonly leave?: string;
  /** What it shows is never shown again: no click beside it takes that away, and Escape and the cross ask first. */
  readonly isShownOnce?: boolean;
  /** Whether leaving loses what was typed or chosen, where that is known better than by what was changed here and not sent. */
  readonly isUnsaved?: boolean | undefined;
  readonly children: ReactNode;
}

/**
 * A question or a short form over the page, with a button that leaves it. Whoever typed or chose something is asked before it is left
 * unsent. The focus
 * returns to what opened it.
 */
export function Dialog(props: DialogProps) {
  const { title, onClose, opened = true, size = "md", onTop = false, leave, isShownOnce = false, isUnsaved, children } = props;
  const [isTyped, setTyped] = useState(false);
  const [inside] = useState(() => new Set<Unsaved>());
  const [asking, setAsking] = useState<readonly UnsavedKind[]>();
  /** As `isTyped`, without waiting to be shown. */
  const isTypedNow = useRef(false);
  const isSent = useRef(false);
  const noteTyped = useCallback((isAny: boolean) => {
    setTyped(isAny);
    isTypedNow.current = isAny;
    isSent.current = false;
  }, []);
  const noteGone = useCallback(() => {
    setTyped(false);
    isTypedNow.current = false;
    setAsking(undefined);
  }, []);
  const noteSent = useCallback((isRefused: boolean) => {
    isSent.current = !isRefused;
  }, []);
  // What stands above all asks for passwords and codes alone: nobody calls that their work.
  const isTypedLost = useCallback(
    () => opened && !onTop && (isUnsaved ?? ((isTypedNow.current || isRestored()) && (!isSent.current || isMarkedWrong()))),
    [opened, onTop, isUnsaved],
  );
  const isShownLost = useCallback(() => opened && !onTop && isShownOnce, [opened, onTop, isShownOnce]);
  useUnsaved({ isUnsaved: isTypedLost });
  useUnsaved({ isUnsaved: isShownLost, what: "shown" });

  function askOrClose(isLost: (kind: UnsavedKind) => boolean): void {
    const own: readonly UnsavedKind[] = [
      ...(isTypedLost() ? ["typed" as const] : []),
      ...(isShownLost() ? ["shown" as const] : []),
    ];
    const within = [...inside].filter((one) => one.isUnsaved()).map(({ what = "typed" }) => what);
    const lost = [...own, ...within].filter(isLost);
    if (lost.length === 0) onClose();
    else setAsking(lost);
  }
  // Nobody presses a button that says so by mistake, as Escape is pressed: what was shown was read.
  const leaveByButton = (): void => askOrClose((kind) => kind !== "shown");

  return (
    <>
      <DialogWindow
        title={title}
        onClose={() => askOrClose(() => true)}
        opened={opened}
        size={size}
        onTop={onTop}
        closesByClickBeside={!isTyped && !isShownOnce}
      >
        <UnsavedInDialog value={inside}>
          <LeavableContent
            onLeave={leaveByButton}
            onDone={onClose}
            leave={leave}
            onTyped={noteTyped}
            onSent={noteSent}
            onGone={noteGone}
          >
            {children}
          </LeavableContent>
        </UnsavedInDialog>
      </DialogWindow>
      {opened && asking && (
        <LeaveQuestion
          unsaved={asking}
          onStay={() => setAsking(undefined)}
          onLeave={() => {
            setAsking(undefined);
            onClose();
          }}
        />
      )}
    </>
  );
}

/** What the form itself refused was not sent, whatever was pressed. */
const isMarkedWrong = (): boolean => document.querySelector("[role=dialog] [aria-invalid=true]") !== null;
const isRestored = (): boolean => [...restoredInDialogs].some((isUnsaved) => isUnsaved());
