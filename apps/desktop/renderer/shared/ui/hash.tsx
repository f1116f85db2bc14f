import { useLingui } from "@lingui/react";
import { Tooltip } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy, IconCopyOff } from "@tabler/icons-react";
import { shorten } from "../format/index.ts";
import classes from "./ui.module.css";

/** A hash, an address or an id: shortened in the middle, copied whole. */
export function Hash({ value, label, ends = 4 }: { readonly value: string; readonly label: string; readonly ends?: number }) {
  const { i18n } = useLingui();
  const short = shorten(value, ends);
  const clipboard = useClipboard({ timeout: 1_500 });
  const refused = clipboard.error !== null && !clipboard.copied ? i18n.t("The browser did not let this page copy.") : undefined;
  const offer = i18n.t("{short}: copy the whole {label}", { short, label });
  return (
    <Tooltip
      label={clipboard.copied ? i18n.t("Copied") : refused === undefined ? value : `${refused} ${value}`}
      multiline
      maw={340}
      style={{ overflowWrap: "anywhere" }}
    >
      <button
        type="button"
        className={classes.hash}
        aria-label={
          clipboard.copied ? i18n.t("{short}: copied", { short }) : refused === undefined ? offer : `${offer}. ${refused}`
        }
        data-label={label}
        data-copied={clipboard.copied || refused !== undefined || undefined}
        onClick={(event) => {
          event.stopPropagation();
          clipboard.copy(value);
        }}
      >
        {short}
        {clipboard.copied ? (
          <IconCheck size={14} aria-hidden />
        ) : refused === undefined ? (
          <IconCopy size={14} aria-hidden />
        ) : (
          <IconCopyOff size={14} aria-hidden />
        )}
      </button>
    </Tooltip>
  );
}
