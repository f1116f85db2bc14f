import { useLingui } from "@lingui/react";
import { Modal } from "@mantine/core";
import type { ReactNode } from "react";

export interface DialogProps {
  readonly title: string;
  /** Escape, the cross and a click beside it. */
  readonly onClose: () => void;
  readonly opened?: boolean;
  /** Wider for what has more to show. */
  readonly size?: "md" | "lg" | "xl";
  readonly children: ReactNode;
}

/** A question or a short form over the page. */
export function Dialog({ title, onClose, opened = true, size = "md", children }: DialogProps) {
  const { i18n } = useLingui();
  return (
    <Modal opened={opened} onClose={onClose} title={title} size={size} closeButtonProps={{ "aria-label": i18n.t("Close") }}>
      {children}
    </Modal>
  );
}
