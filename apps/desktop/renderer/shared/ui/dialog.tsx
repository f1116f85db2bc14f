import { useLingui } from "@lingui/react";
import { Modal } from "@mantine/core";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { LeavableContent } from "./leave-button.tsx";
import { useUnsaved } from "./unsaved.ts";
import { useFocusBefore, useFocusReturn } from "./use-focus-return.ts";

export interface DialogProps {
  readonly title: string;
  /** Escape, the cross, the button that leaves it, and a click beside it where nothing is lost by that. */
  readonly onClose: () => void;
  readonly opened?: boolean;
  /** Wider for what has more to show. */
  readonly size?: "md" | "lg" | "xl";
  /** For what any call may ask in between: it stands above the dialog that is open, which keeps its state below. */
  readonly onTop?: boolean;
  /** On the button that leaves it, where its content brings no `LeaveButton` along; "Close" where it asks for nothing. */
  readonly leave?: string;
  /** What it shows is never shown again: no click beside it takes that away. */
  readonly isShownOnce?: boolean;
  /** Whether leaving the page loses what was typed, where that is known better than by what was typed here and not sent. */
  readonly isUnsaved?: boolean | undefined;
  readonly children: ReactNode;
}

/** Above other dialogs, below notifications. */
const TOP = 300;

/** How many dialogs stand above others now. Escape is for those. */
const tops = createStore(() => ({ open: 0 }));

/** A question or a short form over the page, with a button that leaves it. The focus returns to what opened it. */
export function Dialog(props: DialogProps) {
  const { title, onClose, opened = true, size = "md", onTop = false, leave, isShownOnce = false, children } = props;
  const { i18n } = useLingui();
  const [isTyped, setTyped] = useState(false);
  const isSent = useRef(false);
  const noteTyped = useCallback(() => {
    setTyped(true);
    isSent.current = false;
  }, []);
  const forgetTyped = useCallback(() => setTyped(false), []);
  const noteSent = useCallback(() => {
    isSent.current = true;
  }, []);
  const noteRefused = useCallback(() => {
    isSent.current = false;
  }, []);
  const { isUnsaved } = props;
  const isLost = useCallback(
    () => opened && !onTop && (isShownOnce || (isUnsaved ?? (isTyped && !isSent.current))),
    [opened, onTop, isShownOnce, isUnsaved, isTyped],
  );
  useUnsaved({ isUnsaved: isLost, what: isShownOnce ? "shown" : "typed" });
  const before = useFocusBefore(opened);
  const isCovered = useStore(tops, ({ open }) => open > 0) && !onTop;
  const isTop = opened && onTop;
  useEffect(() => {
    if (!isTop) return undefined;
    tops.setState(({ open }) => ({ open: open + 1 }));
    // The key that closed this one must not reach the one below.
    return () => void setTimeout(() => tops.setState(({ open }) => ({ open: open - 1 })));
  }, [isTop]);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={size}
      closeOnEscape={!isCovered}
      closeOnClickOutside={!isTyped && !isShownOnce}
      trapFocus={!isCovered}
      {...(onTop ? { zIndex: TOP } : {})}
      returnFocus={false}
      closeButtonProps={{ "aria-label": i18n.t("Close") }}
    >
      <FocusReturn before={before} />
      <LeavableContent
        onLeave={onClose}
        leave={leave}
        onTyped={noteTyped}
        onSent={noteSent}
        onRefused={noteRefused}
        onGone={forgetTyped}
      >
        {children}
      </LeavableContent>
    </Modal>
  );
}

function FocusReturn({ before }: { readonly before: HTMLElement | undefined }) {
  useFocusReturn(before);
  return null;
}
