import { useLingui } from "@lingui/react";
import type { TorClient } from "@lucid/contract";
import { Button, Group, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { byName } from "../../shared/format/index.ts";
import { ErrorNotice, Moment, Waiting } from "../../shared/ui/index.ts";
import { RemoveClientDialog } from "./remove-client-dialog.tsx";
import classes from "./tor.module.css";

// Brings the curve of the keys along: loaded by who adds a client.
const AddClientDialog = lazy(async () => ({ default: (await import("./add-client-dialog.tsx")).AddClientDialog }));

/** Who alone may reach the onion address, and the way to let somebody in or out. */
export function Clients({ address }: { readonly address: string }) {
  const { i18n } = useLingui();
  const clients = useQuery(useApi().queries.tor.clients.queryOptions());
  const [isAdding, setAdding] = useState(false);
  const [removed, setRemoved] = useState<TorClient>();
  const list = clients.data?.clients.toSorted(byName(i18n.locale));
  return (
    <section aria-labelledby="onion-clients">
      <Title order={3} id="onion-clients">
        {i18n.t("Clients with a key")}
      </Title>
      <Text c="dimmed" size="sm">
        {i18n.t(
          "With none, whoever knows the address comes as far as the login; with one, only those with a key. Each change starts tor anew, which cuts connections through it for some seconds.",
        )}
      </Text>
      {clients.error && (
        <ErrorNotice
          error={clients.error}
          title={i18n.t("The clients could not be listed")}
          onRetry={() => void clients.refetch()}
        />
      )}
      {clients.isPending && <Waiting label={i18n.t("Asking the node")} />}
      {list && list.length > 0 && (
        <ul className={classes.clients} aria-label={i18n.t("Clients with a key")}>
          {list.map((client) => (
            <li key={client.name}>
              <span>
                <b>{client.name}</b> <Moment at={client.added_at} />
              </span>
              <Button
                size="compact-sm"
                variant="subtle"
                color="gray"
                aria-label={i18n.t("Remove {name}", { name: client.name })}
                onClick={() => setRemoved(client)}
              >
                {i18n.t("Remove")}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {list && (
        <Group mt="xs">
          <Button variant="default" onClick={() => setAdding(true)}>
            {i18n.t("Add a client")}
          </Button>
        </Group>
      )}
      {isAdding && (
        <Suspense>
          <AddClientDialog address={address} isFirst={list?.length === 0} onClose={() => setAdding(false)} />
        </Suspense>
      )}
      {removed && <RemoveClientDialog client={removed} isLast={list?.length === 1} onClose={() => setRemoved(undefined)} />}
    </section>
  );
}
