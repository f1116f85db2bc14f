import { useLingui } from "@lingui/react";
import type { AccountGroup } from "@lucid/contract";
import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { useApi } from "../../shared/api/api.ts";
import { byName } from "../../shared/format/index.ts";

/** The groups of this node, in the order of their names in the reader's language. */
export function useGroups(enabled = true) {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const { locale } = i18n;
  const inOrder = useCallback(
    ({ groups }: { readonly groups: readonly AccountGroup[] }) => groups.toSorted(byName(locale)),
    [locale],
  );
  return useQuery(queries.groups.list.queryOptions({ enabled, select: inOrder }));
}
