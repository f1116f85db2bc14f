import { useLingui } from "@lingui/react";
import { LISTED_AT_MOST } from "@lucid/contract";
import { Text } from "@mantine/core";

/** Says of a list that is as long as the node gives it out that there may be more. */
export function OnlyNewest({ of: { length } }: { readonly of: { readonly length: number } }) {
  const { i18n } = useLingui();
  if (length < LISTED_AT_MOST) return null;
  return (
    <Text c="dimmed" size="sm">
      {i18n.t("What waits, then the newest: {count} at most. The audit log has all of them.", { count: LISTED_AT_MOST })}
    </Text>
  );
}
