import { useLingui } from "@lingui/react";
import { useEffect, useState } from "react";
import { toFailure } from "../api/failure.ts";
import { wrongFields } from "../text/fields/field-words.ts";

/**
 * What the node says of one field of a request that it refused, or of an entry in it, to be shown at the field: by the path as the node names it.
 * It is of what was sent: once a field that is marked wrong has something else in it, nothing stands at fields any more.
 */
export function useWrongField(error: unknown): (path: string) => string | undefined {
  const { i18n } = useLingui();
  const [corrected, setCorrected] = useState<unknown>();
  useEffect(() => {
    if (!error) return undefined;
    const hear = ({ target }: Event): void => {
      if (target instanceof Element && target.getAttribute("aria-invalid") === "true") setCorrected(error);
    };
    document.addEventListener("input", hear);
    return () => document.removeEventListener("input", hear);
  }, [error]);
  const fields = error && error !== corrected ? wrongFields(toFailure(error).details, i18n) : [];
  return (path) => fields.find((field) => field.path === path || field.path.startsWith(`${path}.`))?.why;
}
