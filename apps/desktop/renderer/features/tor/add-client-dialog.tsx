import { useLingui } from "@lingui/react";
import { TorClientName } from "@lucid/contract";
import { newOnionClientKey } from "@lucid/identity";
import { Code, Group, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { CopyButton, Dialog, FormDialog, LeaveButton, Note, useTyped, useWrongField } from "../../shared/ui/index.ts";

export interface AddClientDialogProps {
  /** Of the onion service. */
  readonly address: string;
  /** So far everybody may reach it. */
  readonly isFirst: boolean;
  readonly onClose: () => void;
}

/** Makes a key in this page, gives its public half to the node, and shows the other half, once. */
export function AddClientDialog({ address, isFirst, onClose }: AddClientDialogProps) {
  const { i18n } = useLingui();
  const { tor } = useApi().queries;
  const cache = useQueryClient();
  const [key] = useState(newOnionClientKey);
  const [name, setName] = useTyped("name of a client of Tor", "");
  const add = useMutation(
    tor.addClient.mutationOptions({ onSuccess: (answer) => cache.setQueryData(tor.clients.queryKey(), answer) }),
  );
  const wrong = useWrongField(add.error);
  const isName = TorClientName.safeParse(name).success;
  if (add.isSuccess) return <MadeKey name={name} address={address} privateKey={key.privateKey} onClose={onClose} />;
  return (
    <FormDialog
      title={i18n.t("Let a client reach the onion address")}
      consequence={
        isFirst
          ? i18n.t("From then on only those with a key find this node at its onion address. Tor is started anew.")
          : i18n.t("It finds this node at its onion address, with a key of its own. Tor is started anew.")
      }
      verb={i18n.t("Make its key")}
      failed={i18n.t("The client was not added")}
      isReady={isName}
      isPending={add.isPending}
      error={add.error}
      onSubmit={() => add.mutate({ name, public_key: key.publicKey })}
      onClose={onClose}
    >
      <TextInput
        label={i18n.t("Name")}
        description={i18n.t("1 to 32 letters, digits, - or _")}
        placeholder="laptop"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={wrong("name") ?? (name !== "" && !isName ? i18n.t("This cannot be the name of a client.") : undefined)}
        autoComplete="off"
        spellCheck={false}
        required
        data-autofocus
      />
    </FormDialog>
  );
}

interface MadeKeyProps extends Pick<AddClientDialogProps, "address" | "onClose"> {
  readonly name: string;
  readonly privateKey: string;
}

function MadeKey({ name, address, privateKey, onClose }: MadeKeyProps) {
  const { i18n } = useLingui();
  const line = `${address.replace(/\.onion$/, "")}:descriptor:x25519:${privateKey}`;
  return (
    <Dialog onClose={onClose} title={i18n.t("The key of the client “{name}”", { name })} size="lg" isShownOnce>
      <Stack>
        <Note title={i18n.t("Copy it now: it is shown this once")}>
          {i18n.t("It was made in this page, and the node does not have it. Whoever has it finds the node at its onion address.")}
        </Note>
        <Text>{i18n.t("Tor Browser asks for it when it opens the address:")}</Text>
        <Secret value={privateKey} label={i18n.t("key")} />
        <Text>{i18n.t("A tor of its own takes it as a line of a file *.auth_private in its ClientOnionAuthDir:")}</Text>
        <Secret value={line} label={i18n.t("line")} />
        <Group justify="flex-end">
          <LeaveButton isMain>{i18n.t("I have it")}</LeaveButton>
        </Group>
      </Stack>
    </Dialog>
  );
}

const Secret = ({ value, label }: { readonly value: string; readonly label: string }) => (
  <Group wrap="nowrap" gap="xs">
    <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap", flex: 1 }} data-secret>
      {value}
    </Code>
    <CopyButton value={value} label={label} />
  </Group>
);
