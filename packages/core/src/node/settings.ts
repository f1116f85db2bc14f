import { z } from "zod";
import { isAddressRange } from "../gateway/index.ts";

const port = z.coerce.number().int().min(0).max(65_535);
const flag = z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")]);
const list = z.union([z.array(z.string()), z.string().transform((text) => text.split(",").filter(Boolean))]);

/**
 * Every setting of a node. `some_key` is `--some-key` as a flag, `LUCID_SOME_KEY` in the environment and
 * `"some_key"` in lucid.config.json.
 */
export const NodeSettings = z.object({
  data: z.string().min(1).describe("folder of everything the node keeps"),
  host: z.string().default("127.0.0.1").describe("address the page and the API listen on"),
  port: port.default(8080).describe("port of the page and the API; 0 takes a free one"),
  trusted_hosts: list.default([]).describe("further host names the page may be opened under"),
  trusted_proxies: list
    .refine((entries) => entries.every(isAddressRange), "must be addresses or ranges, such as 192.0.2.7,10.0.0.0/8")
    .default([])
    .describe("addresses and ranges of reverse proxies whose X-Forwarded-For is believed"),
  rdp_host: z.string().default("127.0.0.1").describe("address RDP clients connect to"),
  rdp_port_from: port.default(13_389).describe("first port for RDP clients"),
  rdp_port_to: port.default(14_389).describe("last port for RDP clients"),
  registration: z.enum(["closed", "open"]).default("closed").describe("whether unknown wallets may make an account"),
  max_sessions: z.coerce.number().int().min(1).max(100).default(10).describe("sessions recording at the same time"),
  max_sessions_per_user: z.coerce.number().int().min(1).max(100).default(5).describe("the same for one account"),
  workers: z.coerce.number().int().min(1).max(16).default(2).describe("threads that compress, encrypt and hash"),
  block_interval: z.coerce.number().int().min(1).max(60).default(10).describe("seconds between blocks of a network made here"),
  login_per_minute: z.coerce.number().int().min(1).max(10_000).default(10).describe("login calls a minute from one address"),
  metrics_public: flag.default(false).describe("whether /metrics answers without a token beyond this computer"),
  hosting: z
    .enum(["required", "auto", "off"])
    .default("required")
    .describe("whether this node hosts desktops: required stops the start when a program is missing"),
  environment: z.string().max(32).default("production").describe("name of this installation in health answers"),
  log_level: z
    .enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"])
    .default("info")
    .describe("least level that is logged"),
});
export type NodeSettings = z.infer<typeof NodeSettings>;
export type SettingKey = keyof NodeSettings;
export const SETTING_KEYS = Object.keys(NodeSettings.shape) as SettingKey[];

export type SettingSource = "flag" | "environment" | "file" | "default";
export interface EffectiveSettings {
  readonly settings: NodeSettings;
  readonly sources: Readonly<Record<SettingKey, SettingSource>>;
}

/** A setting that stops the start: which one, what it was, what is allowed, and where it came from. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

export interface SettingInputs {
  readonly flags: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Parsed lucid.config.json; undefined where there is none. */
  readonly file: unknown;
  readonly defaults: { readonly data: string };
}

/**
 * Merges flags over environment over file over defaults.
 * @throws SettingsError naming the key, the value and what is allowed.
 */
export function resolveSettings({ flags, environment, file, defaults }: SettingInputs): EffectiveSettings {
  if (file !== undefined && (typeof file !== "object" || file === null || Array.isArray(file))) {
    throw new SettingsError("lucid.config.json must hold one object");
  }
  const fileValues = (file ?? {}) as Record<string, unknown>;
  const unknownKey = Object.keys(fileValues).find((key) => !(key in NodeSettings.shape));
  if (unknownKey)
    throw new SettingsError(`lucid.config.json: "${unknownKey}" is no setting. Settings: ${SETTING_KEYS.join(", ")}`);

  const values: Record<string, unknown> = {};
  const sources = {} as Record<SettingKey, SettingSource>;
  for (const key of SETTING_KEYS) {
    const [source, value] = pick(key, flags, environment, fileValues);
    sources[key] = source;
    values[key] = value ?? (key === "data" ? defaults.data : undefined);
    const checked = NodeSettings.shape[key].safeParse(values[key]);
    if (!checked.success) {
      const name = {
        flag: `--${key.replaceAll("_", "-")}`,
        environment: environmentName(key),
        file: `"${key}" in lucid.config.json`,
        default: key,
      }[source];
      throw new SettingsError(
        `${name} is ${JSON.stringify(values[key])}: ${checked.error.issues.map((issue) => issue.message).join("; ")}`,
      );
    }
  }
  const settings = NodeSettings.parse(values);
  if (settings.rdp_port_from > settings.rdp_port_to) {
    throw new SettingsError(
      `rdp_port_from is ${settings.rdp_port_from}: it must not be above rdp_port_to (${settings.rdp_port_to})`,
    );
  }
  return { settings, sources };
}

export const environmentName = (key: SettingKey): string => `LUCID_${key.toUpperCase()}`;

function pick(
  key: SettingKey,
  flags: Readonly<Record<string, unknown>>,
  environment: Readonly<Record<string, string | undefined>>,
  file: Record<string, unknown>,
): [SettingSource, unknown] {
  if (flags[key] !== undefined) return ["flag", flags[key]];
  const variable = environment[environmentName(key)];
  if (variable !== undefined && variable !== "") return ["environment", variable];
  if (file[key] !== undefined) return ["file", file[key]];
  return ["default", undefined];
}
