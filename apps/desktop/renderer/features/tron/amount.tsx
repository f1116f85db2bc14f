import { useLingui } from "@lingui/react";
import type { TronAsset } from "@lucid/contract";
import { formatAmount } from "../../shared/format/index.ts";
import classes from "./tron.module.css";

/** An amount with its name. What is not known yet takes the same line. */
export function Amount({ units, asset }: { readonly units: string | undefined; readonly asset: TronAsset }) {
  const { i18n } = useLingui();
  return (
    <span className={classes.amount}>
      {units === undefined ? "–" : formatAmount(units, i18n.locale)} <small>{asset}</small>
    </span>
  );
}
