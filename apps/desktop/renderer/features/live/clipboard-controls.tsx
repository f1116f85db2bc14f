import { useLingui } from "@lingui/react";
import { MAX_CLIPBOARD_BYTES, type Session } from "@lucid/contract";
import { IconClipboardCopy, IconClipboardText } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useStore } from "zustand";
import { formatBytes } from "../../shared/format/index.ts";
import type { Viewer } from "./create-viewer.ts";
import { IconKey } from "./view-controls.tsx";

export interface ClipboardControlsProps {
  readonly session: Session;
  readonly viewer: Pick<Viewer, "copied" | "focus" | "paste">;
  /** Takes what was done, in words. */
  readonly onDone: (words: string) => void;
  readonly onFailed: (error: unknown) => void;
  /** Somebody wants what the policy rules out. */
  readonly onHeldBack: (action: "copy_in" | "copy_out") => void;
}

/** Text in and out of the desktop, as far as the policy lets it. Each says what it did, or why not, and gives the keys back to the desktop. */
export function ClipboardControls({ session, viewer, onDone, onFailed, onHeldBack }: ClipboardControlsProps) {
  const { i18n } = useLingui();
  const lastCopied = useStore(viewer.copied, ({ text }) => text);
  // What was copied before something that could not leave the desktop is not what its clipboard holds.
  const copied = session.too_large.some(({ direction }) => direction === "out") ? "" : lastCopied;
  const { host_to_remote: mayPaste, remote_to_host: mayCopy } = session.policy.clipboard;

  const paste = useMutation({
    mutationFn: () => navigator.clipboard.readText(),
    onSuccess(text) {
      if (text === "") return onDone(i18n.t("This computer's clipboard holds no text."));
      const size = new TextEncoder().encode(text).length;
      if (size > MAX_CLIPBOARD_BYTES) {
        return onDone(
          i18n.t(
            "This computer's clipboard holds {size}: too much for a desktop, which takes {most} at once. Nothing was put there.",
            {
              size: formatBytes(size, i18n.locale),
              most: formatBytes(MAX_CLIPBOARD_BYTES, i18n.locale),
            },
          ),
        );
      }
      viewer.paste(text);
      viewer.focus();
      onDone(
        i18n.t(
          "{count, plural, one {# character is} other {# characters are}} in the desktop's clipboard. Put them in there with Shift + Insert or Ctrl + V.",
          { count: Array.from(text).length },
        ),
      );
    },
    onError: onFailed,
  });
  const copy = useMutation({
    mutationFn: () => navigator.clipboard.writeText(copied),
    onSuccess() {
      viewer.focus();
      onDone(
        i18n.t("{count, plural, one {# character is} other {# characters are}} in this computer's clipboard.", {
          count: Array.from(copied).length,
        }),
      );
    },
    onError: onFailed,
  });

  return (
    <>
      <IconKey
        label={i18n.t("Take over what was copied in the desktop")}
        disabled={mayCopy && copied === ""}
        onClick={() => (mayCopy ? copy.mutate() : onHeldBack("copy_out"))}
      >
        <IconClipboardCopy size={18} />
      </IconKey>
      <IconKey
        label={i18n.t("Put this computer's clipboard into the desktop")}
        disabled={mayPaste && session.input_frozen}
        onClick={() => (mayPaste ? paste.mutate() : onHeldBack("copy_in"))}
      >
        <IconClipboardText size={18} />
      </IconKey>
    </>
  );
}
