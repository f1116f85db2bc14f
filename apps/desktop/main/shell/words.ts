/** What the application says outside of its windows: menus, notes and questions of the system. */
const english = {
  open: "Open Lucid",
  administration: "Administration",
  reference: "Reference of the API",
  startNode: "Start the node",
  stopNode: "Stop the node",
  quit: "Quit Lucid",
  keepRunning: "Keep running when the windows are closed",
  startAtLogin: "Start when I log in",
  starting: "The node is starting",
  running: "The node is running",
  recordingOne: "The node is running: 1 recording",
  recordingMany: "The node is running: {count} recordings",
  stopping: "The node is stopping: open recordings are sealed",
  stopped: "The node is stopped",
  failed: "The node could not start: {reason}",
  askTitle: "A recording is running",
  askQuit: "If Lucid quits, open recordings end here. What is recorded is sealed and can be proven.",
  askStop: "If the node stops, open recordings end here. What is recorded is sealed and can be proven.",
  askClose: "Closed is only the window. The recording goes on if Lucid stays in the background.",
  endAndQuit: "End the recording and quit",
  endAndStop: "End the recording and stop",
  stayBehind: "Go on in the background",
  cancel: "Cancel",
  wakeFailedTitle: "A recording is still paused",
  wakeFailed: "It was paused when the computer went to sleep, and could not go on: {reason}",
  pageCrashedTitle: "A window of Lucid crashed",
  pageCrashed: "It was loaded again. The node and its recordings were not touched.",
  badLinkTitle: "Lucid did not open a link",
  badLink: "It is none of Lucid's links, or it was altered.",
  tooManyTitle: "Lucid opened some of the files",
  tooMany: "At most 8 files are opened at once.",
} as const;

export type Words = Readonly<Record<keyof typeof english, string>>;

const german: Words = {
  open: "Lucid öffnen",
  administration: "Verwaltung",
  reference: "Referenz der Schnittstelle",
  startNode: "Knoten starten",
  stopNode: "Knoten anhalten",
  quit: "Lucid beenden",
  keepRunning: "Weiterlaufen, wenn die Fenster geschlossen sind",
  startAtLogin: "Beim Anmelden starten",
  starting: "Der Knoten startet",
  running: "Der Knoten läuft",
  recordingOne: "Der Knoten läuft: 1 Aufzeichnung",
  recordingMany: "Der Knoten läuft: {count} Aufzeichnungen",
  stopping: "Der Knoten hält an: offene Aufzeichnungen werden versiegelt",
  stopped: "Der Knoten ist angehalten",
  failed: "Der Knoten konnte nicht starten: {reason}",
  askTitle: "Eine Aufzeichnung läuft",
  askQuit:
    "Wird Lucid beendet, enden offene Aufzeichnungen hier. Was aufgezeichnet ist, wird versiegelt und lässt sich beweisen.",
  askStop:
    "Hält der Knoten an, enden offene Aufzeichnungen hier. Was aufgezeichnet ist, wird versiegelt und lässt sich beweisen.",
  askClose: "Geschlossen wird nur das Fenster. Die Aufzeichnung geht weiter, wenn Lucid im Hintergrund bleibt.",
  endAndQuit: "Aufzeichnung und Lucid beenden",
  endAndStop: "Aufzeichnung beenden und anhalten",
  stayBehind: "Im Hintergrund weiterlaufen",
  cancel: "Abbrechen",
  wakeFailedTitle: "Eine Aufzeichnung steht noch",
  wakeFailed: "Sie wurde angehalten, als der Computer schlafen ging, und konnte nicht weitergehen: {reason}",
  pageCrashedTitle: "Ein Fenster von Lucid ist abgestürzt",
  pageCrashed: "Es wurde neu geladen. Der Knoten und seine Aufzeichnungen blieben unberührt.",
  badLinkTitle: "Lucid hat einen Link nicht geöffnet",
  badLink: "Er ist keiner von Lucid, oder er wurde verändert.",
  tooManyTitle: "Lucid hat einige der Dateien geöffnet",
  tooMany: "Höchstens 8 Dateien werden auf einmal geöffnet.",
};

/** @param locale of the system, as `de-AT`. */
export const wordsFor = (locale: string): Words => (locale.toLowerCase().startsWith("de") ? german : english);

export const fill = (text: string, data: Readonly<Record<string, string | number>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => (name in data ? String(data[name]) : whole));
