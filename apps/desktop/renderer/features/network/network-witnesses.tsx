import { useLingui } from "@lingui/react";
import type { OfferedCheckpoint } from "@lucid/contract";
import { foreignText } from "@lucid/proof";
import { Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import { formatCount } from "../../shared/format/index.ts";
import { Ago, ErrorNotice, Facts } from "../../shared/ui/index.ts";
import { faultWords } from "./witness-fault-words.ts";

/** They are asked once a slot. */
const ASK_EVERY_MS = 15_000;

/** Who outside has seen the history of the network, when, and how far that is behind what is final here. */
export function NetworkWitnesses({ final }: { readonly final: number }) {
  const { i18n } = useLingui();
  const { witness } = useApi().queries;
  const { data, error, refetch } = useQuery(witness.status.queryOptions({ refetchInterval: ASK_EVERY_MS }));
  if (data === undefined)
    return error ? (
      <ErrorNotice error={error} title={i18n.t("What witnesses saw could not be read")} onRetry={() => void refetch()} />
    ) : null;
  return (
    <Stack gap="xs">
      <Title order={3}>{i18n.t("Witnesses")}</Title>
      {data.offered.length === 0 ? (
        <Text c="dimmed">
          {i18n.t(
            "None outside is shown this network. Those of the setting network_witnesses are, and say that they saw one history.",
          )}
        </Text>
      ) : (
        <Facts rows={data.offered.map((one) => [foreignText(one.witness), <Seen key={one.url} offered={one} final={final} />])} />
      )}
    </Stack>
  );
}

function Seen({ offered: { newest, fault, url }, final }: { readonly offered: OfferedCheckpoint; readonly final: number }) {
  const { i18n } = useLingui();
  return (
    <>
      {newest === null ? (
        i18n.t("has seen nothing yet")
      ) : (
        <>
          <Ago
            at={newest.seen_at}
            render={(span) => i18n.t("saw block {height} {span} ago", { height: formatCount(newest.size), span })}
          />
          {", "}
          {newest.size >= final
            ? i18n.t("nothing final is newer")
            : i18n.t("{count, plural, one {# final block is newer} other {{shown} final blocks are newer}}", {
                count: final - newest.size,
                shown: formatCount(final - newest.size),
              })}
        </>
      )}
      {fault !== null && (
        <Text role="alert" size="sm">
          {i18n.t("The last time it signed nothing: {why}", { why: faultWords(fault, i18n) })}
        </Text>
      )}
      <Text c="dimmed" size="sm">
        {url}
      </Text>
    </>
  );
}
