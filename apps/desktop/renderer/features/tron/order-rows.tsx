import type { I18n } from "@lingui/core";
import type { StakingAction, TronAsset } from "@lucid/contract";
import type { ReactNode } from "react";
import { Amount } from "./amount.tsx";
import { resourceNames } from "./staking-words.ts";
import classes from "./tron.module.css";

type Row = readonly [name: ReactNode, value: ReactNode];

export const wholeAddress = (address: string): ReactNode => <span className={classes.address}>{address}</span>;

/** What a transfer is, wherever it is agreed to. */
export const transferRows = (
  i18n: I18n,
  { asset, amount, to_address }: { readonly asset: TronAsset; readonly amount: string; readonly to_address: string },
): readonly Row[] => [
  [i18n.t("Amount"), <Amount key="amount" units={amount} asset={asset} />],
  [i18n.t("To the TRON address"), wholeAddress(to_address)],
];

/** What an order about a stake is, wherever it is agreed to; `amount` in sun, as the forecast of it says. */
export const stakingRows = (i18n: I18n, action: StakingAction, amount: string): readonly Row[] => [
  ...(action.kind === "vote" ? [] : [[i18n.t("Amount"), <Amount key="amount" units={amount} asset="TRX" />] as const]),
  ...(action.resource === undefined ? [] : [[i18n.t("Resource"), resourceNames(i18n)[action.resource]] as const]),
  ...(action.to_address === undefined ? [] : [[i18n.t("Lent to the TRON address"), wholeAddress(action.to_address)] as const]),
  ...(action.lock_hours === undefined ? [] : [[i18n.t("Locked for so many hours"), String(action.lock_hours)] as const]),
  ...(action.votes ?? []).map(({ witness, votes }) => [wholeAddress(witness), votes] as const),
];
