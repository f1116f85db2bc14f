import { useLingui } from "@lingui/react";
import { Text } from "@mantine/core";
import type { Keeping } from "./book-store.ts";

/** Says so where the names will be gone with the page. */
export function KeepingNote({ keeping }: { readonly keeping: Keeping }) {
  const { i18n } = useLingui();
  if (keeping === "kept") return null;
  return (
    <Text c="dimmed" size="sm" role="status">
      {keeping === "absent"
        ? i18n.t("This browser keeps nothing for this page: the names are gone when it is closed.")
        : i18n.t(
            "What this browser has kept of your names cannot be read. It is left as it is, and new names are gone when this page is closed.",
          )}
    </Text>
  );
}
