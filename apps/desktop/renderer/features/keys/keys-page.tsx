import { useLingui } from "@lingui/react";
import type { ExchangedKey, FormerNodeKey, KeyExchange, NodeKey } from "@lucid/contract";
import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { Card, ErrorNotice, Facts, Hash, Moment, PageHeader, Waiting } from "../../shared/ui/index.ts";
import { ExchangeDialog } from "./exchange-dialog.tsx";
import { hindranceWords, keyName, purposeWords } from "./key-words.ts";
import classes from "./keys.module.css";
import { useKeys } from "./use-keys.ts";

/** The keys of this node: what each is for, and another one in its place. */
export function KeysPage() {
  const { i18n } = useLingui();
  const { known, exchange } = useKeys();
  const [exchanged, setExchanged] = useState<ExchangedKey>();
  const { data, error, refetch } = known;

  return (
    <>
      <PageHeader title={i18n.t("Node keys")} />
      {data ? (
        <Stack maw={860} gap="sm">
          {data.keys.map((key) => (
            <Card key={key.key}>
              <OneKey
                known={key}
                onExchange={() => {
                  exchange.reset();
                  setExchanged(key.key);
                }}
              />
            </Card>
          ))}
          <Card>
            <NodeKeyWords publicKey={data.node_public_key} former={data.former_node_keys} />
          </Card>
          {data.exchanges.length > 0 && (
            <Card>
              <Title order={2} mb="sm">
                {i18n.t("What was exchanged while the node ran")}
              </Title>
              <Exchanges exchanges={data.exchanges} />
            </Card>
          )}
        </Stack>
      ) : error ? (
        <ErrorNotice error={error} title={i18n.t("The keys could not be read")} onRetry={() => void refetch()} />
      ) : (
        <Waiting label={i18n.t("Asking the node")} />
      )}
      {exchanged && data && (
        <ExchangeDialog
          exchanged={exchanged}
          openLogins={data.open_logins}
          exchange={exchange}
          onClose={() => setExchanged(undefined)}
        />
      )}
    </>
  );
}

function OneKey({ known, onExchange }: { readonly known: NodeKey; readonly onExchange: () => void }) {
  const { i18n } = useLingui();
  const { key, made_at, fingerprint, valid_until } = known;
  const hindrance = hindranceWords(known, i18n);
  return (
    <>
      <Title order={2} mb={4}>
        {keyName(key, i18n)}
      </Title>
      <Text mb="sm">{purposeWords(key, i18n)}</Text>
      {(made_at !== null || fingerprint !== null) && (
        <Facts
          rows={[
            ...(made_at === null ? [] : [[i18n.t("Made"), <Moment key="made" at={made_at} />] as const]),
            ...(valid_until === null ? [] : [[i18n.t("Valid until"), <Moment key="until" at={valid_until} />] as const]),
            ...(fingerprint === null
              ? []
              : [
                  [
                    i18n.t("Fingerprint"),
                    <code key="fingerprint" className={classes.long}>
                      {fingerprint}
                    </code>,
                  ] as const,
                ]),
          ]}
        />
      )}
      {hindrance === undefined ? (
        <Button mt="sm" variant="default" onClick={onExchange} aria-label={`${i18n.t("Exchange …")} ${keyName(key, i18n)}`}>
          {i18n.t("Exchange …")}
        </Button>
      ) : (
        <Text c="dimmed" mt="sm">
          {hindrance}
        </Text>
      )}
    </>
  );
}

interface NodeKeyWordsProps {
  readonly publicKey: string;
  readonly former: readonly FormerNodeKey[];
}

function NodeKeyWords({ publicKey, former }: NodeKeyWordsProps) {
  const { i18n } = useLingui();
  return (
    <>
      <Title order={2} mb={4}>
        {i18n.t("The node’s own key")}
      </Title>
      <Text mb="sm">
        {i18n.t(
          "It signs manifests and blocks, and names this node in every proof. Whoever may have it can sign in this node’s name.",
        )}
      </Text>
      <Facts
        rows={[
          [i18n.t("Public key"), <Hash key="key" value={publicKey} label={i18n.t("public key")} ends={10} />],
          ...former.map(
            ({ public_key, until }) =>
              [
                i18n.t("Key of before"),
                <Group key={public_key} gap="xs">
                  <Hash value={public_key} label={i18n.t("public key")} ends={10} />
                  <Text span c="dimmed" size="sm">
                    {i18n.t("exchanged")} <Moment at={until} />
                  </Text>
                </Group>,
              ] as const,
          ),
        ]}
      />
      <Text mt="sm">
        {i18n.t(
          "Another key begins another chain and another audit log, for both name their node for good. Those of before are kept and prove on. Sessions that still wait for their anchor never get one, drafts ask for a new signature, backups begin a folder of their own, and whoever knows this node by its key has to be told the new one.",
        )}
      </Text>
      <Text c="dimmed" mt="sm">
        {i18n.t("It is exchanged on the computer that runs the node, while the node is stopped:")}{" "}
        <code>lucid keys rotate node</code>
      </Text>
    </>
  );
}

function Exchanges({ exchanges }: { readonly exchanges: readonly KeyExchange[] }) {
  const { i18n } = useLingui();
  return (
    <ul className={classes.list}>
      {exchanges.map(({ key, at, by, reason, ended_logins: count }) => (
        <li key={`${at}${key}`}>
          <strong>{keyName(key, i18n)}</strong> <Moment at={at} />
          <Text size="sm" component="div">
            {by.name === null ? i18n.t("by a super admin without a name") : i18n.t("by {name}", { name: by.name })}: {reason}
            {count > 0 && ` (${i18n.t("{count, plural, one {# login ended} other {# logins ended}}", { count })})`}
          </Text>
        </li>
      ))}
    </ul>
  );
}
