import { useLingui } from "@lingui/react";
import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useFocusBefore, useFocusReturn } from "./use-focus-return.ts";

export interface DialogProps {
  readonly title: string;
  /** Escape, the cross and a click beside it. */
  readonly onClose: () => void;
  readonly opened?: boolean;
  /** Wider for what has more to show. */
  readonly size?: "md" | "lg" | "xl";
  readonly children: ReactNode;
}

/** A question or a short form over the page. The focus returns to what opened it. */
export function Dialog({ title, onClose, opened = true, size = "md", children }: DialogProps) {
  const { i18n } = useLingui();
  const before = useFocusBefore(opened);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={size}
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
