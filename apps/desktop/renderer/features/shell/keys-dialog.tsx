import { useLingui } from "@lingui/react";
import { Kbd } from "@mantine/core";
import { Fragment } from "react";
import { Dialog, modKey } from "../../shared/ui/index.ts";
import { allAreas } from "./areas.ts";
import classes from "./shell.module.css";
import { useViewer } from "./use-viewer.ts";

/** Every key of the page. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  const { i18n } = useLingui();
  const viewer = useViewer();
  const rows: readonly (readonly [label: string, keys: readonly string[]])[] = [
    [i18n.t("Find and do anything"), [modKey, "K"]],
    [i18n.t("New session"), ["C"]],
    ...allAreas(viewer, i18n).map(
      ({ label, key }) => [i18n.t("Go to {area}", { area: label }), ["G", key.toUpperCase()]] as const,
    ),
    [i18n.t("From session to session, in the list"), ["↑", "↓"]],
    [i18n.t("Play the session in focus where it stands, in the list"), [i18n.t("Space")]],
    [i18n.t("Close what is open"), ["Esc"]],
    [i18n.t("These keys"), ["?"]],
  ];
  return (
    <Dialog title={i18n.t("Keys")} onClose={onClose}>
      <dl className={classes.keys}>
        {rows.map(([label, keys]) => (
          <Fragment key={label}>
            <dt>{label}</dt>
            <dd>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </Fragment>
        ))}
      </dl>
    </Dialog>
  );
}
