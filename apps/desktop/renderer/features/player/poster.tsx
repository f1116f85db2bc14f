import { useLingui } from "@lingui/react";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import type { Player } from "./create-player.ts";
import classes from "./player.module.css";

/** A picture over a player that was not used yet, and what it is: it is of another moment than the one that stands there. */
export function Poster({ player, address }: { readonly player: Player; readonly address: string }) {
  const { i18n } = useLingui();
  const isUsed = useStore(player.state, ({ playing, time }) => playing || time > 0);
  const [wasUsed, setWasUsed] = useState(false);
  useEffect(() => {
    if (isUsed) setWasUsed(true);
  }, [isUsed]);
  if (isUsed || wasUsed) return null;
  return (
    <div className={classes.poster}>
      <img src={address} alt="" />
      <span>{i18n.t("A moment of its busiest minute. Not part of the proof.")}</span>
    </div>
  );
}
