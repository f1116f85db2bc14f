import type { AuthResponse, NodeEvent } from "@lucid/contract";
import type { NodeClient } from "./owned-node.ts";

/** What of the test of all changes is needed here; as functions, for none of it is there before the node has started. */
export interface EntryParts {
  readonly login: () => Pick<AuthResponse, "user">;
  readonly owner: () => NodeClient;
  readonly stranger: () => NodeClient;
  /** The token of the next link that is sent to an address. */
  readonly nextToken: (address: string) => Promise<string>;
  readonly settle: () => Promise<void>;
}

/** What changes nothing that anybody is shown, and why. */
export const ENTRY_TELLS_NOTHING: Readonly<Record<string, string>> = {
  "invitations.look": "only looks",
  "claims.look": "only looks",
  "email.set": "is nobody's address until it is confirmed",
  "logins.emailLink": "tells nobody whether there is such an account",
};

/** How what lets people and programs in is changed, and the event that comes of it. */
export function entryChanges({ login, owner, stranger, nextToken, settle }: EntryParts) {
  const ofMe = (event: NodeEvent): boolean => event.type === "account" && event.account.user_id === login().user.user_id;
  async function confirmEmail(address: string): Promise<void> {
    await owner().email.set({ address });
    await stranger().email.confirm({ token: await nextToken(address) });
  }
  const ofInvitation = (id: string) => (event: NodeEvent) => event.type === "invitation" && event.invitation_id === id;
  const ofMyKeys = (event: NodeEvent): boolean => event.type === "api_keys" && event.user_id === login().user.user_id;
  const ofMyLogins = (event: NodeEvent): boolean => event.type === "logins" && event.user_id === login().user.user_id;

  return {
    "email.confirm": async () => {
      await confirmEmail("ada@example.org");
      return ofMe;
    },
    "email.remove": async () => {
      await confirmEmail("grace@example.org");
      await settle();
      await owner().email.remove();
      return ofMe;
    },
    "logins.emailLogin": async () => {
      await confirmEmail("mary@example.org");
      await stranger().logins.emailLink({ address: "mary@example.org" });
      const token = await nextToken("mary@example.org");
      await settle();
      await stranger().logins.emailLogin({ token });
      return ofMyLogins;
    },
    "invitations.create": async () => {
      const { invitation } = await owner().invitations.create({ label: "One" });
      return ofInvitation(invitation.invitation_id);
    },
    "invitations.revoke": async () => {
      const { invitation } = await owner().invitations.create({ label: "One" });
      await settle();
      await owner().invitations.revoke({ invitation_id: invitation.invitation_id });
      return ofInvitation(invitation.invitation_id);
    },
    "apiKeys.create": async () => {
      await owner().apiKeys.create({ name: "A program", scopes: ["view_own_profile"] });
      return ofMyKeys;
    },
    "apiKeys.revoke": async () => {
      const { key } = await owner().apiKeys.create({ name: "A program", scopes: ["view_own_profile"] });
      await settle();
      await owner().apiKeys.revoke({ key_id: key.key_id });
      return ofMyKeys;
    },
  };
}
