import { useLingui } from "@lingui/react";
import { Modal } from "@mantine/core";
import { type ReactNode, useEffect, useId } from "react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { useFocusBefore, useFocusReturn } from "./use-focus-return.ts";

export interface DialogWindowProps {
  readonly title: string;
  /** Escape, the cross, and a click beside it. */
  readonly onClose: () => void;
  readonly opened: boolean;
  readonly size: "md" | "lg" | "xl";
  /** For what any call may ask in between: it stands above the dialog that is open, which keeps its state below. */
  readonly onTop: boolean;
  readonly closesByClickBeside: boolean;
  readonly children: ReactNode;
}

/** Above other dialogs, below notifications. */
const TOP = 300;

/** Those that stand above others now, the uppermost last. Escape is for that one. */
const tops = createStore(() => ({ open: [] as readonly string[] }));

/** A window over the page. The focus returns to what opened it. */
export function DialogWindow(props: DialogWindowProps) {
  const { title, onClose, opened, size, onTop, closesByClickBeside, children } = props;
  const { i18n } = useLingui();
  const id = useId();
  const before = useFocusBefore(opened);
  const isCovered = useStore(tops, ({ open }) => {
    const uppermost = open.at(-1);
    // One that only just opened is not in the list yet.
    return uppermost !== undefined && uppermost !== id && !(onTop && !open.includes(id));
  });
  const isTop = opened && onTop;
  useEffect(() => {
    if (!isTop) return undefined;
    tops.setState(({ open }) => ({ open: [...open, id] }));
    // The key that closed this one must not reach the one below.
    return () => void setTimeout(() => tops.setState(({ open }) => ({ open: without(open, id) })));
  }, [isTop, id]);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={size}
      closeOnEscape={!isCovered}
      closeOnClickOutside={closesByClickBeside}
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

/** Without one of it: what is tried out by React is there twice for a moment. */
function without(open: readonly string[], id: string): readonly string[] {
  const at = open.indexOf(id);
  return open.filter((_one, index) => index !== at);
}

function FocusReturn({ before }: { readonly before: HTMLElement | undefined }) {
  useFocusReturn(before);
  return null;
}
