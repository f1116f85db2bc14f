import type { I18n } from "@lingui/core";
import type { Setting, SettingValue } from "@lucid/contract";
import { choiceWords } from "./choice-words.ts";

/** What a setting is about; of one that this page does not know, in the node's own words. */
export function settingName({ key, description }: Pick<Setting, "key" | "description">, i18n: I18n): string {
  const names: Readonly<Record<string, string>> = {
    data: i18n.t("Folder of everything the node keeps"),
    host: i18n.t("Address the page and the API listen on"),
    port: i18n.t("Port of the page and the API"),
    trusted_hosts: i18n.t("Further names the page may be opened under"),
    trusted_proxies: i18n.t("Reverse proxies whose word on addresses is believed"),
    login_per_minute: i18n.t("Login calls a minute from one address"),
    metrics_public: i18n.t("Whether everybody may read the metrics"),
    docs_public: i18n.t("Whether everybody may read the reference of the API"),
    tls_certificate_file: i18n.t("File with the certificate of the listener with TLS"),
    tls_key_file: i18n.t("File with that certificate's key"),
    tls_host: i18n.t("Address the listener with TLS listens on"),
    tls_port: i18n.t("Port of the listener with TLS"),
    tls_hsts_days: i18n.t("Days that browsers are to use https alone"),
    rdp_host: i18n.t("Address RDP clients connect to"),
    rdp_port_from: i18n.t("First port for RDP clients"),
    rdp_port_to: i18n.t("Last port for RDP clients"),
    max_sessions: i18n.t("Sessions recording at the same time"),
    max_sessions_per_user: i18n.t("Sessions of one account at the same time"),
    registration: i18n.t("Whether unknown wallets may make an account"),
    second_factor_roles: i18n.t("Roles that must have a second factor"),
    smtp_host: i18n.t("Server that sends e-mail"),
    smtp_port: i18n.t("Port of that server"),
    smtp_security: i18n.t("How the way to that server is protected"),
    smtp_user: i18n.t("User name at that server"),
    smtp_password_file: i18n.t("File with the password for that server"),
    smtp_ca_file: i18n.t("Certificate of that server's authority"),
    mail_from: i18n.t("Sender of e-mail"),
    mail_link_base: i18n.t("Address of the page in e-mail"),
    audit_retention_days: i18n.t("Days that the audit log is kept"),
    webhook_networks: i18n.t("Networks of your own that webhooks may lead into"),
    time_authorities: i18n.t("Time-stamp authorities that say from outside when blocks existed"),
    witness_name: i18n.t("Name under which this node is a witness of logs"),
    network_witnesses: i18n.t("Witnesses that watch the network of nodes"),
    witness_logs: i18n.t("Logs that this node watches as a witness"),
    log_keep_days: i18n.t("Days that the node's log is kept"),
    log_keep_mib: i18n.t("Largest size of the kept log, in MiB"),
    workers: i18n.t("Threads that compress, encrypt and hash"),
    block_interval: i18n.t("Seconds between blocks of a network made here"),
    hosting: i18n.t("Whether this node hosts desktops"),
    redis_url: i18n.t("Redis shared with the owner's other nodes"),
    redis_password_file: i18n.t("File with the password for that Redis"),
    redis_ca_file: i18n.t("Certificate of that Redis's authority"),
    owner_key_file: i18n.t("File with the secret that all nodes of the owner share"),
    backup_folder: i18n.t("Folder for backups"),
    backup_recipients: i18n.t("Recipients that backups are encrypted to"),
    backup_at: i18n.t("Time of day for a backup"),
    backup_keep: i18n.t("Backups that are kept"),
    backup_recordings: i18n.t("Whether recordings go into backups"),
    backup_identity_file: i18n.t("File with the identity for rehearsing restores"),
    tron_network: i18n.t("TRON network that payments go through"),
    tron_url: i18n.t("Full node of that network"),
    tron_day_limit_usdt: i18n.t("USDT that one account may send in a day"),
    tron_day_limit_trx: i18n.t("TRX that one account may send in a day"),
    staking_least_trx: i18n.t("TRX that are staked at once at least"),
    staking_most_trx: i18n.t("TRX that are staked at once at most"),
    staking_hold_days: i18n.t("Days before the node unstakes what it has staked"),
    payout_fee_micro_usdt: i18n.t("Fee of a payout, in millionths of a USDT"),
    payout_threshold_usdt: i18n.t("USDT that are owed before they are paid by themselves"),
    payout_day_usdt: i18n.t("USDT that are paid out in a day"),
    payout_hour_usdt: i18n.t("USDT after which no other payout begins within the hour"),
    payout_batch: i18n.t("Payouts that are made together"),
    payout_cost_percent: i18n.t("What the network may cost, in hundredths of a payout"),
    invoice_prices: i18n.t("What people may buy by invoice, and for how many USDT"),
    invoice_expiry_s: i18n.t("Seconds that an invoice can be paid in"),
    invoice_share_percent: i18n.t("Share of a paid price that is owed to who is named, in hundredths"),
    session_price: i18n.t("Price that a session costs, by its name; empty, and it costs nothing"),
    session_payee: i18n.t("Account to which a share of each paid session is owed, by its id"),
    tor: i18n.t("This node can be reached through Tor, by an onion address"),
    tor_defaults_file: i18n.t("File in torrc form for what the node says nothing of itself, such as bridges"),
    through_tor: i18n.t("What goes out through this node’s Tor alone, and not at all while it is not connected"),
    network_listen: i18n.t("IP:PORT at which other nodes of a network reach this one; in no network it listens on none"),
    network_addresses: i18n.t("IP:PORT that invitations name, where others reach this node under another address"),
    network_peers: i18n.t("IP:PORT of nodes of the network that this one connects to first"),
    network_archive_days: i18n.t(
      "Days after which the content of a network’s final blocks goes into files beside its database; 0: never",
    ),
    payout_trx_micro_usdt: i18n.t("What a TRX is taken for, in millionths of a USDT"),
    environment: i18n.t("Name of this installation in health answers"),
    log_level: i18n.t("Least level that is logged"),
    crash_reports: i18n.t("Keep a report of each crash in the data folder; it is sent nowhere"),
  };
  return names[key] ?? description;
}

export const sourceWords = ({ source }: Pick<Setting, "source">, i18n: I18n): string =>
  ({
    flag: i18n.t("a flag of the command"),
    environment: i18n.t("the environment"),
    stored: i18n.t("set here"),
    file: i18n.t("lucid.config.json"),
    default: i18n.t("default"),
  })[source];

/** Why it cannot be changed here, and how else. */
export function closedWords({ closed, source, key }: Pick<Setting, "closed" | "source" | "key">, i18n: I18n): string | undefined {
  switch (closed) {
    case null:
      return undefined;
    case "fixed":
      return source === "flag"
        ? i18n.t("Fixed by a flag at the start: it wins over what is set here.")
        : i18n.t("Fixed by {name} in the environment: it wins over what is set here.", { name: `LUCID_${key.toUpperCase()}` });
    case "restart":
      return i18n.t("Read when the node starts: change it in lucid.config.json and start the node anew.");
    case "new-network":
      return i18n.t("Part of the network that this node made: only a new network has another one.");
    case "new-folder":
      return i18n.t("Says where all of this is kept: move the folder while the node is stopped.");
  }
}

/** What a setting is set to, in words. */
export function valueWords(key: string, value: SettingValue | null, i18n: I18n): string {
  if (value === null || value === "" || (Array.isArray(value) && value.length === 0)) return i18n.t("nothing");
  if (typeof value === "boolean") return value ? i18n.t("yes") : i18n.t("no");
  const one = (text: string): string => choiceWords(key, text, i18n) ?? text;
  return Array.isArray(value) ? value.map(one).join(", ") : one(String(value));
}
