import type { I18n } from "@lingui/core";
import { useLingui } from "@lingui/react";
import type { Session, TextTooLarge } from "@lucid/contract";
import { CloseButton } from "@mantine/core";
import { useState } from "react";
import { formatBytes } from "../../shared/format/index.ts";
import classes from "./live.module.css";

function wordsOf({ bytes, direction }: TextTooLarge, i18n: I18n): string {
  if (bytes === null)
    return direction === "in"
      ? i18n.t("A text is too large for the desktop's clipboard: nothing was put there.")
      : i18n.t("What was copied in the desktop is too large to leave it.");
  const size = formatBytes(bytes, i18n.locale);
  return direction === "in"
    ? i18n.t("A text of {size} is too large for the desktop's clipboard: nothing was put there.", { size })
    : i18n.t("What was copied in the desktop is too large to leave it: {size}.", { size });
}

/** Texts that did not cross the clipboard for their size, above the picture. What was there before the page was opened is not told. */
export function TooLargeBanner({ session, onClosed }: { readonly session: Session; readonly onClosed: () => void }) {
  const { i18n } = useLingui();
  const [closed, setClosed] = useState<readonly TextTooLarge[]>(session.too_large);
  const shown = session.too_large.filter(
    (note) => !closed.some(({ direction, at }) => direction === note.direction && at === note.at),
  );
  return (
    <div role="status">
      {shown.map((note) => (
        <div key={note.direction} className={classes.heldBack}>
          <p>
            <strong>{wordsOf(note, i18n)}</strong>
          </p>
          <CloseButton
            aria-label={i18n.t("Close this note")}
            onClick={() => {
              setClosed([...closed, note]);
              onClosed();
            }}
          />
        </div>
      ))}
    </div>
  );
}
