import { useLingui } from "@lingui/react";
import { toFailure } from "../api/failure.ts";
import { wrongFields } from "../text/fields/field-words.ts";

/** What the node says of one field of a request that it refused, or of an entry in it, to be shown at the field: by the path as the node names it. */
export function useWrongField(error: unknown): (path: string) => string | undefined {
  const { i18n } = useLingui();
  const fields = error ? wrongFields(toFailure(error).details, i18n) : [];
  return (path) => fields.find((field) => field.path === path || field.path.startsWith(`${path}.`))?.why;
}
