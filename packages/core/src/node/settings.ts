import { existsSync } from "node:fs";
import { join } from "node:path";
import { readDatabase } from "@lucid/foundation";
import { z } from "zod";
import { auditSettings } from "../audit/index.ts";
import { backupsSettings, backupsSettingsFault } from "../backups/index.ts";
import { mergeStored, readStored, type SettingSource, type SettingsBase } from "../configuration/index.ts";
import { desktopsSettings } from "../desktops/index.ts";
import { gatewaySettings, gatewaySettingsFault } from "../gateway/index.ts";
import { settingFlag, settingWord } from "../ground/index.ts";
import { loginsSettings } from "../logins/index.ts";
import { lucidChainSettings } from "../lucid-chain/index.ts";
import { mailSettings, mailSettingsFault } from "../mail/index.ts";
import { networkSettings } from "../network/index.ts";
import { nodeLogSettings } from "../node-log/index.ts";
import { recordingSettings } from "../recording/index.ts";
import { sessionsSettings } from "../sessions/index.ts";
import { sharedStoreFault, sharedStoreSettings } from "../shared-store/index.ts";
import { timeStampsSettings } from "../time-stamps/index.ts";
import { torSettings } from "../tor/index.ts";
import { tronSettings, tronSettingsFault } from "../tron/index.ts";
import { webhooksSettings } from "../webhooks/index.ts";
import { witnessSettings } from "../witness/index.ts";

/**
 * Every setting of a node, put together from those of its areas. `some_key` is `--some-key` as a flag,
 * `LUCID_SOME_KEY` in the environment and `"some_key"` in lucid.config.json.
 */
export const NodeSettings = z.object({
  data: z.string().min(1).describe("folder of everything the node keeps"),
  ...gatewaySettings,
  ...sessionsSettings,
  ...loginsSettings,
  ...mailSettings,
  ...recordingSettings,
  ...lucidChainSettings,
  ...networkSettings,
  ...timeStampsSettings,
  ...witnessSettings,
  ...desktopsSettings,
  ...auditSettings,
  ...nodeLogSettings,
  ...webhooksSettings,
  ...sharedStoreSettings,
  ...backupsSettings,
  ...torSettings,
  ...tronSettings,
  environment: z.string().max(32).default("production").describe("name of this installation in health answers"),
  log_level: settingWord("fatal", "error", "warn", "info", "debug", "trace", "silent")
    .default("info")
    .describe("least level that is logged"),
  crash_reports: settingFlag
    .default(false)
    .describe("whether what the program ends of is written into a file of the data folder; it is sent nowhere"),
});
export type NodeSettings = z.infer<typeof NodeSettings>;
export type SettingKey = keyof NodeSettings;
export const SETTING_KEYS = Object.keys(NodeSettings.shape) as SettingKey[];

const keysOf = (area: object): SettingKey[] => Object.keys(area) as SettingKey[];

/** Every setting under what it is about, as people look for it. */
export const SETTING_GROUPS: readonly { readonly title: string; readonly keys: readonly SettingKey[] }[] = [
  { title: "Node", keys: ["data", "environment", "log_level", ...keysOf(nodeLogSettings), "crash_reports"] },
  { title: "Page and API", keys: keysOf(gatewaySettings) },
  {
    title: "Desktops and sessions",
    keys: [desktopsSettings, sessionsSettings, recordingSettings].flatMap(keysOf),
  },
  { title: "People", keys: [loginsSettings, auditSettings].flatMap(keysOf) },
  { title: "E-mail and webhooks", keys: [mailSettings, webhooksSettings].flatMap(keysOf) },
  {
    title: "Chain and network",
    keys: [lucidChainSettings, networkSettings, timeStampsSettings, witnessSettings].flatMap(keysOf),
  },
  { title: "Several nodes of one owner", keys: keysOf(sharedStoreSettings) },
  { title: "Backups", keys: keysOf(backupsSettings) },
  { title: "Tor", keys: keysOf(torSettings) },
  { title: "Money", keys: keysOf(tronSettings) },
];

/** Settings that are paths. */
const PATHS: ReadonlySet<SettingKey> = new Set<SettingKey>([
  "data",
  "smtp_password_file",
  "smtp_ca_file",
  "redis_password_file",
  "redis_ca_file",
  "owner_key_file",
  "tls_certificate_file",
  "tls_key_file",
  "backup_folder",
  "backup_identity_file",
  "tor_defaults_file",
]);

/** Settings in which somebody may have written a secret that does not belong there: what is wrong about them is said without them. */
const UNSHOWN: ReadonlySet<SettingKey> = new Set<SettingKey>(["redis_url"]);

/** What is read anew at each use, so that it may change while a node runs. */
const LIVE = [
  "trusted_hosts",
  "trusted_proxies",
  "login_per_minute",
  "metrics_public",
  "docs_public",
  "rdp_host",
  "rdp_port_from",
  "rdp_port_to",
  "max_sessions",
  "max_sessions_per_user",
  "registration",
  "environment",
  "log_level",
  "backup_folder",
  "backup_recipients",
  "backup_at",
  "backup_keep",
  "backup_recordings",
  "backup_identity_file",
  "tor",
  "through_tor",
  "time_authorities",
  "session_price",
  "session_payee",
] as const satisfies readonly SettingKey[];

/** Of the others, those for which a start of the node is not enough. */
const CLOSED = { data: "new-folder", block_interval: "new-network" } as const satisfies Partial<Record<SettingKey, string>>;

export interface EffectiveSettings {
  readonly settings: NodeSettings;
  /** Of a key that is not there: the default. */
  readonly sources: Readonly<Partial<Record<SettingKey, SettingSource>>>;
}

/** What a node needs to change settings while it runs. */
export const settingsBase = ({ settings, sources }: EffectiveSettings): SettingsBase<typeof NodeSettings> => ({
  schema: NodeSettings,
  settings,
  sources,
  live: LIVE,
  closed: CLOSED,
  contradiction,
});

/** The settings of a node that starts now: with what is stored in its data folder. */
export function withStored(effective: EffectiveSettings): EffectiveSettings {
  const path = join(effective.settings.data, "node.db");
  if (!existsSync(path)) return effective;
  using database = readDatabase(path);
  const stored = readStored(database.read);
  const base = settingsBase(effective);
  const { values, holding } = mergeStored(base, stored);
  const sources = { ...effective.sources, ...Object.fromEntries([...holding].map((key) => [key, "stored" as const])) };
  return { settings: NodeSettings.parse(values), sources };
}

function contradiction(settings: NodeSettings): string | undefined {
  const { rdp_port_from: from, rdp_port_to: to } = settings;
  const wrong = from > to ? `rdp_port_from is ${from}: it must not be above rdp_port_to (${to})` : undefined;
  return wrong ?? backupsSettingsFault(settings) ?? tronSettingsFault(settings);
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
  /** Asked only where nothing else says it. */
  readonly defaults: { data(): string };
  /** An absolute path from one that stands in a setting: it is meant from where it was written. */
  readonly resolvePath: (path: string, source: SettingSource) => string;
}

/**
 * Merges flags over environment over file over defaults.
 * @throws SettingsError naming the key, the value and what is allowed.
 */
export function resolveSettings({ flags, environment, file, defaults, resolvePath }: SettingInputs): EffectiveSettings {
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
    values[key] = value ?? (key === "data" ? defaults.data() : undefined);
    const checked = NodeSettings.shape[key].safeParse(values[key]);
    if (!checked.success) {
      const name = {
        flag: `--${key.replaceAll("_", "-")}`,
        environment: environmentName(key),
        file: `"${key}" in lucid.config.json`,
        stored: key,
        default: key,
      }[source];
      throw new SettingsError(
        `${name} is ${UNSHOWN.has(key) ? "wrong" : JSON.stringify(values[key])}: ${checked.error.issues.map((issue) => issue.message).join("; ")}`,
      );
    }
    if (PATHS.has(key) && checked.data !== "") values[key] = resolvePath(String(checked.data), source);
  }
  const settings = NodeSettings.parse(values);
  const wrong =
    contradiction(settings) ?? mailSettingsFault(settings) ?? sharedStoreFault(settings) ?? gatewaySettingsFault(settings);
  if (wrong !== undefined) throw new SettingsError(wrong);
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

/** The settings that somebody gave by a flag, in the environment or in the file, as they stand in lucid.config.json. */
export function givenSettings({ settings, sources }: EffectiveSettings): Readonly<Record<string, unknown>> {
  const given = SETTING_KEYS.filter((key) => key !== "data" && !["default", "stored"].includes(sources[key] ?? "default"));
  return Object.fromEntries(given.map((key) => [key, settings[key]]));
}
