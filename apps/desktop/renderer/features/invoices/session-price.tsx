import { useLingui } from "@lingui/react";
import { Box, type MantineSpacing } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import { formatAmount } from "../../shared/format/index.ts";
import { ErrorNotice, Note } from "../../shared/ui/index.ts";

/** What a session costs that is started now. Nothing where sessions cost nothing. */
export function SessionPrice({ mb = 0 }: { readonly mb?: MantineSpacing }) {
  const { i18n } = useLingui();
  const { data, error, refetch } = useQuery(useApi().queries.sales.price.queryOptions());
  if (error)
    return (
      <ErrorNotice error={error} title={i18n.t("What the session costs could not be read")} onRetry={() => void refetch()} />
    );
  if (!data?.price) return null;
  return (
    <Box mb={mb}>
      <Note title={i18n.t("This session costs {price} USDT", { price: formatAmount(data.price.price, i18n.locale) })}>
        {i18n.t("Starting it makes the invoice. It starts by itself once that is paid.")}
      </Note>
    </Box>
  );
}
