import { useLingui } from "@lingui/react";
import { Kbd } from "@mantine/core";
import classes from "./player.module.css";

/** The keys of the player, where they are of use. */
export function PlayerKeys() {
  const { i18n } = useLingui();
  const keys: readonly (readonly [readonly string[], string])[] = [
    [[i18n.t("Space")], i18n.t("play, pause")],
    [["←", "→"], i18n.t("5 s")],
    [["<", ">"], i18n.t("speed")],
    [["[", "]"], i18n.t("gap before, after")],
    [["Home", "End"], i18n.t("first, last picture")],
  ];
  return (
    <ul className={classes.keys} data-for-keyboard aria-label={i18n.t("Keys of the player")}>
      {keys.map(([names, what]) => (
        <li key={what}>
          {names.map((name) => (
            <Kbd key={name} size="xs">
              {name}
            </Kbd>
          ))}
          {what}
        </li>
      ))}
    </ul>
  );
}
