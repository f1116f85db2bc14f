import type { CreateSession, SessionDefaults } from "@lucid/contract";
import { useForm } from "@mantine/form";

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
}

const firstChoice = (usual: string, offered: readonly string[]): string =>
  offered.includes(usual) ? usual : (offered[0] ?? usual);

/** What the form starts with: the usual choices, where the node offers them. */
export const initialValues = (defaults: SessionDefaults, name: string): NewSessionValues => ({
  name,
  template: firstChoice(
    "desktop",
    defaults.templates.filter((template) => template.available).map((template) => template.template_id),
  ),
  policy: firstChoice(
    "standard",
    defaults.policies.map((policy) => policy.policy_id),
  ),
  consent: defaults.consent_text,
  accepted: false,
  resolution: "1280x720",
  frameRate: 10,
  compression: "zstd",
  encryption: "xchacha20-poly1305",
  retentionDays: 30,
});

export const useNewSessionForm = (
  defaults: SessionDefaults,
  name: string,
  messages: { name: string; accepted: string; consent: string },
) =>
  useForm<NewSessionValues>({
    initialValues: initialValues(defaults, name),
    validate: {
      name: (value) => (value.trim() === "" ? messages.name : null),
      consent: (value) => (value.trim() === "" ? messages.consent : null),
      accepted: (value) => (value ? null : messages.accepted),
    },
  });

export type NewSessionFormState = ReturnType<typeof useNewSessionForm>;

/** The form's values as the node wants them. */
export const toCreateSession = (values: NewSessionValues) => ({
  name: values.name.trim(),
  template: values.template,
  policy: values.policy,
  consent: { text: values.consent, accepted: values.accepted },
  resolution: values.resolution,
  frame_rate: values.frameRate,
  compression: values.compression,
  encryption: values.encryption,
  retention_days: values.retentionDays,
});
