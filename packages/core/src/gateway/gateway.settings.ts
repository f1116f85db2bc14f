import { z } from "zod";
import { isAddressRange, settingCount, settingFlag, settingList, settingPort } from "../ground/index.ts";
import { type GatewayOptions, isHostOrOrigin } from "./gateway-options.ts";

export const gatewaySettings = {
  host: z.string().default("127.0.0.1").describe("address the page and the API listen on"),
  port: settingPort.default(8080).describe("port of the page and the API; 0 takes a free one"),
  trusted_hosts: settingList
    .refine(
      (entries) => entries.every(isHostOrOrigin),
      "must be host names or origins, such as node.example,https://node.example",
    )
    .default([])
    .describe("further host names the page may be opened under"),
  trusted_proxies: settingList
    .refine((entries) => entries.every(isAddressRange), "must be addresses or ranges, such as 192.0.2.7,10.0.0.0/8")
    .default([])
    .describe("addresses and ranges of reverse proxies whose X-Forwarded-For is believed"),
  login_per_minute: settingCount(1, 10_000).default(10).describe("login calls a minute from one address"),
  metrics_public: settingFlag.default(false).describe("whether /metrics answers without a token beyond this computer"),
  docs_public: settingFlag.default(false).describe("whether /docs and /openapi.json answer beyond this computer"),
  tls_certificate_file: z
    .string()
    .default("")
    .describe("PEM file with the certificate of a second listener, with TLS; none, and there is none"),
  tls_key_file: z.string().default("").describe("PEM file with the certificate's key, readable by the node's user only"),
  tls_host: z.string().default("127.0.0.1").describe("address the listener with TLS listens on"),
  tls_port: settingPort.default(8443).describe("port of the listener with TLS; 0 takes a free one"),
  tls_hsts_days: settingCount(0, 730)
    .default(0)
    .describe("days for which browsers are told to use https alone; 0 says nothing of it"),
};
type GatewaySettings = z.infer<z.ZodObject<typeof gatewaySettings>>;

/** The gateway's options as the settings say, at every moment: host and port are those of the start. */
export const gatewayOptions = (
  settings: Readonly<GatewaySettings>,
  { version, page }: Pick<GatewayOptions, "version" | "page">,
): GatewayOptions => ({
  host: settings.host,
  port: settings.port,
  get trustedHosts() {
    return settings.trusted_hosts;
  },
  get trustedProxies() {
    return settings.trusted_proxies;
  },
  get metricsPublic() {
    return settings.metrics_public;
  },
  get docsPublic() {
    return settings.docs_public;
  },
  tls:
    settings.tls_certificate_file === ""
      ? undefined
      : {
          certificate: settings.tls_certificate_file,
          key: settings.tls_key_file,
          host: settings.tls_host,
          port: settings.tls_port,
          hstsDays: settings.tls_hsts_days,
        },
  get loginPerMinute() {
    return settings.login_per_minute;
  },
  version,
  page,
});

/** What is missing, in words; undefined where the settings fit together. */
export const gatewaySettingsFault = (settings: Readonly<GatewaySettings>): string | undefined =>
  (settings.tls_certificate_file === "") === (settings.tls_key_file === "")
    ? undefined
    : "tls_certificate_file and tls_key_file go together";
