import type { Alert, MailLanguage } from "@lucid/contract";
import type { FactRow } from "./notification-repository.ts";

interface AlertWords {
  readonly what: string;
  readonly next: string;
}
type Code = Exclude<Alert["code"], "emergency" | "one-super-admin">;

const percentOf = (data: FactRow["data"]): string => `${Math.round(Number(data["share"] ?? 0) * 100)} %`;

const EN_ROOM = "Delete recordings that are not needed, shorten retentions, or give the node a larger disk.";
const DE_ROOM =
  "Löschen Sie Aufnahmen, die nicht gebraucht werden, kürzen Sie Fristen oder geben Sie dem Knoten einen größeren Datenträger.";

/** What each alert says in an e-mail, and what to do. */
const WORDS: Readonly<Record<MailLanguage, (data: FactRow["data"]) => Readonly<Record<Code, AlertWords>>>> = {
  en: (data) => ({
    "part-failing": {
      what: `A part of the node does not work: ${data["part"] ?? ""}.`,
      next: "The page of the node says what is wrong with it.",
    },
    "disk-full": { what: `The disk is nearly full: ${percentOf(data)} are used.`, next: EN_ROOM },
    "disk-filling": { what: `The disk fills: ${percentOf(data)} are used.`, next: EN_ROOM },
    "storage-full-soon": { what: `At the rate of the last days the disk is full in ${data["days"] ?? 0} days.`, next: EN_ROOM },
    "memory-short": {
      what: `Memory is short: ${percentOf(data)} are used.`,
      next: "Let fewer sessions run at once, or give the computer more memory.",
    },
    "load-high": {
      what: "The computer has more to do than it can: recordings may stutter.",
      next: "Let fewer sessions run at once, or see what else runs on it.",
    },
    "not-final": {
      what: `${data["blocks"] ?? 0} blocks are not final.`,
      next: "See which nodes of the network do not vote.",
    },
  }),
  de: (data) => ({
    "part-failing": {
      what: `Ein Teil des Knotens arbeitet nicht: ${data["part"] ?? ""}.`,
      next: "Die Seite des Knotens sagt, was ihm fehlt.",
    },
    "disk-full": { what: `Der Datenträger ist fast voll: ${percentOf(data)} sind belegt.`, next: DE_ROOM },
    "disk-filling": { what: `Der Datenträger füllt sich: ${percentOf(data)} sind belegt.`, next: DE_ROOM },
    "storage-full-soon": {
      what: `Wenn es weitergeht wie in den letzten Tagen, ist der Datenträger in ${data["days"] ?? 0} Tagen voll.`,
      next: DE_ROOM,
    },
    "memory-short": {
      what: `Der Arbeitsspeicher ist knapp: ${percentOf(data)} sind belegt.`,
      next: "Lassen Sie weniger Sitzungen zugleich laufen oder geben Sie dem Computer mehr Speicher.",
    },
    "load-high": {
      what: "Der Computer hat mehr zu tun, als er schafft: Aufnahmen können stocken.",
      next: "Lassen Sie weniger Sitzungen zugleich laufen oder sehen Sie nach, was sonst auf ihm läuft.",
    },
    "not-final": {
      what: `${data["blocks"] ?? 0} Blöcke sind nicht endgültig.`,
      next: "Sehen Sie nach, welche Knoten des Netzes nicht abstimmen.",
    },
  }),
};

const OVER = { en: "Over", de: "Vorbei" } as const;

/** One alert in words: with what to do while it holds. */
export function alertText(data: FactRow["data"], isOver: boolean, language: MailLanguage): string {
  const all: Readonly<Record<string, AlertWords>> = WORDS[language](data);
  const words = all[String(data["code"])];
  if (!words) return String(data["code"]);
  return isOver ? `${OVER[language]}: ${words.what}` : `${words.what} ${words.next}`;
}
