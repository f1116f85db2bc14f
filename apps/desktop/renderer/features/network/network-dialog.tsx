import { useLingui } from "@lingui/react";
import { Checkbox, Code, Group, Select, Text, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { CopyButton, Dialog, FormDialog, useTyped, useWrongField } from "../../shared/ui/index.ts";
import type { Network } from "./use-network.ts";

interface DialogProps {
  readonly network: Network;
  readonly onClose: () => void;
}

export type AskedOfNetwork = "create" | "join" | "invite" | "remove" | "leave";

/** What is done with the network, one question each. */
export function NetworkDialog({ asked, ...props }: DialogProps & { readonly asked: AskedOfNetwork }) {
  switch (asked) {
    case "create":
      return <CreateDialog {...props} />;
    case "join":
      return <JoinDialog {...props} />;
    case "invite":
      return <InviteDialog {...props} />;
    case "remove":
      return <RemoveDialog {...props} />;
    case "leave":
      return <LeaveDialog {...props} />;
  }
}

function CreateDialog({ network: { create }, onClose }: DialogProps) {
  const { i18n } = useLingui();
  const [name, setName] = useTyped("name of a network", "");
  const wrong = useWrongField(create.error);
  return (
    <FormDialog
      title={i18n.t("Found a network")}
      consequence={i18n.t("This node is its first member, and listens for others from then on. Its own chain goes on beside it.")}
      verb={i18n.t("Found it")}
      failed={i18n.t("The network was not founded")}
      isReady={name.trim() !== ""}
      isPending={create.isPending}
      error={create.error}
      onSubmit={() => create.mutate({ name: name.trim() }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <TextInput
        label={i18n.t("Name of the network")}
        description={i18n.t("1 to 32 of a-z, 0-9, _ and -")}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={wrong("name")}
        data-autofocus
      />
    </FormDialog>
  );
}

function JoinDialog({ network: { join }, onClose }: DialogProps) {
  const { i18n } = useLingui();
  const [invitation, setInvitation] = useState("");
  return (
    <FormDialog
      title={i18n.t("Join a network")}
      consequence={i18n.t("Its members see when this node makes recordings, and how many. They never see what is in them.")}
      verb={i18n.t("Join")}
      failed={i18n.t("The network was not joined")}
      isReady={invitation.trim() !== ""}
      isPending={join.isPending}
      error={join.error}
      onSubmit={() => join.mutate({ invitation: invitation.trim() }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Textarea
        label={i18n.t("Invitation")}
        description={i18n.t("All of the text that the other node made")}
        value={invitation}
        onChange={(event) => setInvitation(event.currentTarget.value)}
        rows={5}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
      />
    </FormDialog>
  );
}

function InviteDialog({ network: { invite }, onClose }: DialogProps) {
  const { i18n } = useLingui();
  const made = invite.data;
  function close(): void {
    // It is a secret: it stays nowhere when the dialog goes.
    invite.reset();
    onClose();
  }
  if (made === undefined)
    return (
      <FormDialog
        title={i18n.t("Invite a node")}
        consequence={i18n.t("Makes one text, with which one other node becomes a member within the hour.")}
        verb={i18n.t("Make the invitation")}
        failed={i18n.t("The invitation was not made")}
        isPending={invite.isPending}
        error={invite.error}
        onSubmit={() => invite.mutate({})}
        onClose={close}
      />
    );
  return (
    <Dialog title={i18n.t("Invite a node")} onClose={close} size="lg" isShownOnce>
      <Text mb="sm">
        {i18n.t(
          "Paste this on the other node (Chain, Join). Whoever has it first becomes a member: send it as you would a password.",
        )}
      </Text>
      <Group align="start" wrap="nowrap" gap="xs">
        <Code
          block
          style={{ maxHeight: 200, overflow: "auto", whiteSpace: "pre-wrap", overflowWrap: "anywhere", flex: 1 }}
          tabIndex={0}
        >
          {made.invitation}
        </Code>
        <CopyButton value={made.invitation} label={i18n.t("invitation")} />
      </Group>
      <Text mt="sm" c="dimmed">
        {i18n.t("The other node looks for this one at {addresses}.", { addresses: made.addresses.join(", ") })}
      </Text>
      {made.needs_approvals && (
        <Text mt="sm">
          {i18n.t(
            "Other members have to approve it as well: each finds it here, under Chain, as soon as the other node has asked.",
          )}
        </Text>
      )}
    </Dialog>
  );
}

function RemoveDialog({ network: { remove, members }, onClose }: DialogProps) {
  const { i18n } = useLingui();
  const [key, setKey] = useState<string | null>(null);
  const others = (members.data?.members ?? []).filter(({ is_self, state }) => !is_self && state === "member");
  return (
    <FormDialog
      title={i18n.t("Take a member out")}
      consequence={i18n.t(
        "Members with more than two thirds of the weight have to approve. What it has made final stays proven, and it comes back by another invitation alone.",
      )}
      verb={i18n.t("Take it out")}
      weight="dangerous"
      failed={i18n.t("The members were not asked")}
      isReady={key !== null}
      isPending={remove.isPending}
      error={remove.error}
      onSubmit={() => key !== null && remove.mutate({ public_key: key }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Select
        label={i18n.t("Member")}
        data={others.map(({ public_key, weight, is_connected }) => ({
          value: public_key,
          label: `${public_key.slice(0, 16)}…, ${i18n.t("weight {weight}", { weight })}, ${is_connected ? i18n.t("connected") : i18n.t("not connected")}`,
        }))}
        value={key}
        onChange={setKey}
        data-autofocus
      />
    </FormDialog>
  );
}

function LeaveDialog({ network: { leave }, onClose }: DialogProps) {
  const { i18n } = useLingui();
  const [atOnce, setAtOnce] = useState(false);
  return (
    <FormDialog
      title={i18n.t("Leave the network?")}
      consequence={i18n.t("What the network has made final stays proven. What is not final there yet never will be.")}
      verb={i18n.t("Leave")}
      weight="dangerous"
      failed={i18n.t("The network was not left")}
      isPending={leave.isPending}
      error={leave.error}
      onSubmit={() => leave.mutate({ at_once: atOnce }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Checkbox
        label={i18n.t("Without waiting for the others")}
        description={i18n.t("They then count this node as away until they take it out.")}
        checked={atOnce}
        onChange={(event) => setAtOnce(event.currentTarget.checked)}
      />
    </FormDialog>
  );
}
