import type { I18n } from "@lingui/core";
import { NODE_PARTS, type NodePart } from "@lucid/contract";

/** A part of the node in the reader's language. */
export interface PartWords {
  readonly name: string;
  /** Where it does not work: what that means, and what to do. */
  readonly broken: string;
}

const isKnown = (part: string): part is NodePart => (NODE_PARTS as readonly string[]).includes(part);

/** Parts by the names that the node has for them; one that the page does not know keeps its name. */
export const wordsOfPart = (part: string, i18n: I18n): PartWords =>
  isKnown(part) ? known(part, i18n) : { name: part, broken: i18n.t("Look into the node's log for the cause.") };

function known(part: NodePart, i18n: I18n): PartWords {
  switch (part) {
    case "database":
      return {
        name: i18n.t("Database"),
        broken: i18n.t(
          "Nothing can be noted, so nothing can be started or changed. Make room on the disk, or look into the node's log.",
        ),
      };
    case "programs":
      return {
        name: i18n.t("Programs"),
        broken: i18n.t("A program of the node ended again and again. Look into the node's log, then start it anew."),
      };
    case "clock":
      return {
        name: i18n.t("Clock"),
        broken: i18n.t(
          "The clock went ahead of the time that passed. Until it is believed again, no recording is deleted by age.",
        ),
      };
    case "certificates":
      return {
        name: i18n.t("Certificates"),
        broken: i18n.t(
          "A certificate has expired or is about to: browsers or RDP clients will warn. Put a new TLS certificate in place of the file; another one for RDP is made in the room Node keys.",
        ),
      };
    case "desktops":
      return {
        name: i18n.t("Desktops"),
        broken: i18n.t(
          "No session can be started here. Everything else works. The command “lucid doctor”, on the computer that runs the node, says what is missing and what to do.",
        ),
      };
    case "storage":
      return {
        name: i18n.t("Storage"),
        broken: i18n.t("Recordings cannot be stored, so sessions stand still. Make room on the disk."),
      };
    case "pipeline":
      return {
        name: i18n.t("Sealing of chunks"),
        broken: i18n.t("What is recorded cannot be encrypted, so sessions stand still. Look into the node's log."),
      };
    case "chain":
      return {
        name: i18n.t("Chain"),
        broken: i18n.t(
          "The chain does not grow: what is recorded now is proven only when it does again. Look into the node's log.",
        ),
      };
    case "audit":
      return {
        name: i18n.t("Audit log"),
        broken: i18n.t("What is done here may not be noted for long. Make room on the disk, or look into the node's log."),
      };
    case "log":
      return {
        name: i18n.t("Log of the node"),
        broken: i18n.t(
          "What the node notes cannot be searched later. Make room on the disk; it still goes to the service's journal.",
        ),
      };
    case "mail":
      return {
        name: i18n.t("E-mail"),
        broken: i18n.t("Links to log in and invitations may not arrive. Look at the SMTP server, and into the node's log."),
      };
    case "shared_store":
      return {
        name: i18n.t("Shared with the owner's other nodes"),
        broken: i18n.t("Nobody logs in and no session starts until it is back. Logins that are open go on. Look at that Redis."),
      };
    case "backup":
      return {
        name: i18n.t("Backups"),
        broken: i18n.t("Without a backup, what the node's disk loses is lost. The room Backup says what went wrong."),
      };
    case "tor":
      return {
        name: "Tor",
        broken: i18n.t("Nobody reaches this node through its onion address. Its card on the page Node says what is wrong."),
      };
    case "payments":
      return {
        name: i18n.t("Payments"),
        broken: i18n.t("Nothing is paid, and what comes in is not seen, until TRON is reached again. Look at “tron_url”."),
      };
    case "network":
      return {
        name: i18n.t("Network of nodes"),
        broken: i18n.t(
          "Recordings are not made final in the network until it is back. Its card on the page Node says what is wrong.",
        ),
      };
    case "time_stamps":
      return {
        name: i18n.t("Outside time"),
        broken: i18n.t(
          "Recordings wait for a stamp from outside. What their own chain says of time holds as before. Look at “time_authorities”.",
        ),
      };
    case "witness":
      return {
        name: i18n.t("Witness of logs"),
        broken: i18n.t(
          "A log that this node watches showed a history that does not go on from its own. “lucid witness status” says which.",
        ),
      };
    case "transport":
      return {
        name: i18n.t("Transport"),
        broken: i18n.t("The node is not reached by this way. Look into the node's log for the cause."),
      };
  }
}
