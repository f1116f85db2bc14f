import { apiKeyErrors } from "./api-keys/api-keys.errors.ts";
import { backupErrors } from "./backups/backups.errors.ts";
import { configurationErrors } from "./configuration/configuration.errors.ts";
import { databaseErrors } from "./database/database.errors.ts";
import { desktopErrors } from "./desktops/desktops.errors.ts";
import { emailErrors } from "./email/email.errors.ts";
import { emergencyErrors } from "./emergency/emergency.errors.ts";
import { invitationErrors } from "./invitations/invitations.errors.ts";
import { invoiceErrors } from "./invoices/invoices.errors.ts";
import { keyErrors } from "./keys/keys.errors.ts";
import { loginErrors } from "./logins/logins.errors.ts";
import { chainErrors } from "./lucid-chain/lucid-chain.errors.ts";
import { networkErrors } from "./network/network.errors.ts";
import { noteErrors } from "./notes/notes.errors.ts";
import { payoutErrors } from "./payouts/payouts.errors.ts";
import { peopleErrors } from "./people/people.errors.ts";
import { policyErrors } from "./policies/policies.errors.ts";
import { pipelineErrors } from "./recording/recording.errors.ts";
import { sessionErrors } from "./sessions/sessions.errors.ts";
import { commonErrors } from "./shared/common.errors.ts";
import type { ErrorEntry } from "./shared/lucid-error.ts";
import { timeStampErrors } from "./time-stamps/time-stamps.errors.ts";
import { torErrors } from "./tor/tor.errors.ts";
import { tronErrors } from "./tron/tron.errors.ts";
import { webhookErrors } from "./webhooks/webhooks.errors.ts";
import { witnessErrors } from "./witness/witness.errors.ts";

const CATALOGUES = [
  commonErrors.spec,
  loginErrors.spec,
  apiKeyErrors.spec,
  invitationErrors.spec,
  emailErrors.spec,
  sessionErrors.spec,
  configurationErrors.spec,
  backupErrors.spec,
  databaseErrors.spec,
  keyErrors.spec,
  desktopErrors.spec,
  emergencyErrors.spec,
  pipelineErrors.spec,
  chainErrors.spec,
  networkErrors.spec,
  timeStampErrors.spec,
  witnessErrors.spec,
  noteErrors.spec,
  peopleErrors.spec,
  policyErrors.spec,
  webhookErrors.spec,
  torErrors.spec,
  tronErrors.spec,
  payoutErrors.spec,
  invoiceErrors.spec,
] as const;

type ValuesOf<Catalogue> = Catalogue extends Catalogue ? Catalogue[keyof Catalogue] : never;
type DeclaredError = ValuesOf<(typeof CATALOGUES)[number]> & ErrorEntry;

/** Every code that a refused call can have. */
export type ErrorCode = DeclaredError["code"];

/** Every refusal that is declared, of all areas. */
export const DECLARED_ERRORS: readonly DeclaredError[] = CATALOGUES.flatMap((catalogue) => Object.values(catalogue));

/** What a code says in English; undefined when this version declares no such code. */
export const errorMessageOf = (code: string): string | undefined => DECLARED_ERRORS.find((entry) => entry.code === code)?.message;
