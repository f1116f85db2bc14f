import type { DesktopsArea } from "../../desktops/index.ts";
import { DEFAULT_CONSENT } from "../running/consent.ts";
import type { SessionDefaults } from "./handler-deps.ts";

/** What a new session may be made of on this machine. */
export const createSessionDefaults = ({
  host,
  hosting,
}: Pick<DesktopsArea, "host" | "hosting">): Omit<SessionDefaults, "policies"> => ({
  templates: [...(host?.templates.values() ?? [])].map((template) => ({
    template_id: template.name,
    name: template.title,
    description: template.description,
    available: true,
  })),
  consent_text: DEFAULT_CONSENT,
  missing: [...hosting.missing],
});
