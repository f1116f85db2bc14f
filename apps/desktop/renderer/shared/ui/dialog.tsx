import { useLingui } from "@lingui/react";
import { Modal } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { useFocusBefore, useFocusReturn } from "./use-focus-return.ts";

export interface DialogProps {
  readonly title: string;
  /** Escape, the cross and a click beside it. */
  readonly onClose: () => void;
  readonly opened?: boolean;
  /** Wider for what has more to show. */
  readonly size?: "md" | "lg" | "xl";
  /** For what any call may ask in between: it stands above the dialog that is open, which keeps its state below. */
  readonly onTop?: boolean;
  readonly children: ReactNode;
}

/** Above other dialogs, below notifications. */
const TOP = 300;

/** How many dialogs stand above others now. Escape is for those. */
const tops = createStore(() => ({ open: 0 }));

/** A question or a short form over the page. The focus returns to what opened it. */
export function Dialog({ title, onClose, opened = true, size = "md", onTop = false, children }: DialogProps) {
  const { i18n } = useLingui();
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
      trapFocus={!isCovered}
      {...(onTop ? { zIndex: TOP } : {})}
      returnFocus={false}
      closeButtonProps={{ "aria-label": i18n.t("Close") }}
    >
      <FocusReturn before={before} />
      {children}
    </Modal>
  );
}

function FocusReturn({ before }: { readonly before: HTMLElement | undefined }) {
  useFocusReturn(before);
  return null;
}
