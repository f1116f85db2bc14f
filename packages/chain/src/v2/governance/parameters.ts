import type { v2 } from "@lucid/proof";
import type { Rows } from "../state/rows.ts";
import { queuedChanges } from "./proposals.ts";

/** Parameters with changes made in them. */
export const withChanges = (parameters: v2.Parameters, changes: readonly v2.ParameterChange[]): v2.Parameters => ({
  ...parameters,
  ...Object.fromEntries(changes.map(({ name, value }) => [name, value])),
});

/** What is in force in an epoch that begins above a state (consensus 11.3). */
export const parametersFrom = (
  { rows, parameters }: { readonly rows: Rows; readonly parameters: v2.Parameters },
  epoch: number,
): v2.Parameters => {
  const due = queuedChanges(rows).filter((one) => one.due <= epoch);
  return due.length === 0
    ? parameters
    : withChanges(
        parameters,
        due.flatMap(({ changes }) => changes),
      );
};
