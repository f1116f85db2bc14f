import type { CreateSession, PolicyDemands, SessionDefaults } from "@lucid/contract";
import { useForm } from "@mantine/form";
import { type draftOf, lastChoices } from "./kept-form.ts";

export interface NewSessionValues {
  name: string;
  template: string;
  policy: string;
  consent: string;
  accepted: boolean;
  resolution: CreateSession["resolution"];
  frameRate: number;
  compression: CreateSession["compression"];
  encryption: CreateSession["encryption"];
  retentionDays: number;
  /** Where the policy demands them. */
  reason: string;
  ticket: string;
}

/** Most letters of each. */
export const LENGTHS = { name: 255, reason: 500, ticket: 100 } as const;
/** Bounds of the contract for what is typed as a number. */
export const BOUNDS = { frameRate: { min: 1, max: 30 }, retentionDays: { min: 1, max: 365 } } as const;

const USUAL = {
  template: "desktop",
  policy: "standard",
  resolution: "1280x720",
  frameRate: 10,
  compression: "zstd",
  encryption: "xchacha20-poly1305",
  retentionDays: 30,
  reason: "",
  ticket: "",
} as const;

const firstChoice = (wanted: readonly (string | undefined)[], offered: readonly string[]): string =>
  wanted.find((value) => value !== undefined && offered.includes(value)) ?? offered[0] ?? "";

type Draft = ReturnType<typeof draftOf>;

/** What the form starts with: what was filled in, else what was chosen last, else the usual; where the node offers it. */
export function initialValues(
  defaults: SessionDefaults,
  suggested: { name: string; consent: string },
  draft: Draft,
): NewSessionValues {
  const last = lastChoices.read();
  const filled = draft.read();
  return {
    ...USUAL,
    ...last,
    ...filled,
    name: filled?.name ?? suggested.name,
    consent: filled?.consent ?? suggested.consent,
    accepted: false,
    template: firstChoice(
      [filled?.template, last?.template, USUAL.template],
      defaults.templates.filter((template) => template.available).map((template) => template.template_id),
    ),
    policy: firstChoice(
      [filled?.policy, last?.policy, USUAL.policy],
      defaults.policies.map((policy) => policy.policy_id),
    ),
  };
}

export type NewSessionMessages = Record<
  "name" | "accepted" | "consent" | "frameRate" | "retentionDays" | "reason" | "ticket",
  string
> & { readonly tooLong: (max: number) => string };

/** An emptied number field holds a text. */
export const isWithin = (value: unknown, { min, max }: { readonly min: number; readonly max: number }): boolean =>
  typeof value === "number" && Number.isInteger(value) && value >= min && value <= max;

const within = (value: string, max: number, { tooLong }: NewSessionMessages): string | null =>
  value.length > max ? tooLong(max) : null;

/** What the chosen policy wants to be told. */
export const demandsOf = ({ policies }: Pick<SessionDefaults, "policies">, chosen: string) =>
  policies.find(({ policy_id }) => policy_id === chosen)?.demands ?? { reason: false, ticket: false };

export const useNewSessionForm = (
  defaults: SessionDefaults,
  suggested: { name: string; consent: string },
  messages: NewSessionMessages,
  draft: Draft,
) =>
  useForm<NewSessionValues>({
    initialValues: initialValues(defaults, suggested, draft),
    onValuesChange: draft.write,
    validate: {
      name: (value) => (value.trim() === "" ? messages.name : within(value, LENGTHS.name, messages)),
      consent: (value) => (value.trim() === "" ? messages.consent : null),
      accepted: (value) => (value ? null : messages.accepted),
      frameRate: (value) => (isWithin(value, BOUNDS.frameRate) ? null : messages.frameRate),
      retentionDays: (value) => (isWithin(value, BOUNDS.retentionDays) ? null : messages.retentionDays),
      reason: (value, { policy }) =>
        demandsOf(defaults, policy).reason && value.trim() === "" ? messages.reason : within(value, LENGTHS.reason, messages),
      ticket: (value, { policy }) =>
        demandsOf(defaults, policy).ticket && value.trim() === "" ? messages.ticket : within(value, LENGTHS.ticket, messages),
    },
  });

export type NewSessionFormState = ReturnType<typeof useNewSessionForm>;

/** The form's values as the node wants them. */
export const toCreateSession = (values: NewSessionValues, demands: PolicyDemands) => ({
  name: values.name.trim(),
  template: values.template,
  policy: values.policy,
  consent: { text: values.consent, accepted: values.accepted },
  resolution: values.resolution,
  frame_rate: values.frameRate,
  compression: values.compression,
  encryption: values.encryption,
  retention_days: values.retentionDays,
  ...(demands.reason ? { reason: values.reason.trim() } : {}),
  ...(demands.ticket ? { ticket: values.ticket.trim() } : {}),
});
