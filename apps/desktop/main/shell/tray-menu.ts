import type { MenuItemConstructorOptions } from "electron";
import type { NodeState } from "./node-host.ts";
import type { Words } from "./words.ts";

export interface TrayView {
  readonly state: NodeState;
  readonly failure: string | undefined;
  readonly recordings: number;
  readonly keepRunning: boolean;
  /** Undefined where this program cannot arrange it. */
  readonly startAtLogin: boolean | undefined;
}

export interface TrayActions {
  open(): void;
  openAdministration(): void;
  openReference(): void;
  startNode(): void;
  stopNode(): void;
  setKeepRunning(keep: boolean): void;
  setStartAtLogin(start: boolean): void;
  quit(): void;
}

/** How the node is, in a line. */
export function stateLine({ state, failure, recordings }: TrayView, words: Words): string {
  if (state === "failed") return words.failed(failure ?? "");
  if (state !== "running" || recordings === 0) return words[state];
  return words.recording(recordings);
}

export function trayMenu(view: TrayView, actions: TrayActions, words: Words): MenuItemConstructorOptions[] {
  const { state, keepRunning, startAtLogin } = view;
  const isUp = state === "running" || state === "starting";
  return [
    { id: "state", label: stateLine(view, words), enabled: false },
    { type: "separator" },
    { id: "open", label: words.open, click: () => actions.open() },
    {
      id: "administration",
      label: words.administration,
      enabled: state === "running",
      click: () => actions.openAdministration(),
    },
    { id: "reference", label: words.reference, enabled: state === "running", click: () => actions.openReference() },
    { type: "separator" },
    isUp
      ? { id: "stop", label: words.stopNode, enabled: state === "running", click: () => actions.stopNode() }
      : { id: "start", label: words.startNode, enabled: state !== "stopping", click: () => actions.startNode() },
    { type: "separator" },
    {
      id: "keep-running",
      type: "checkbox",
      label: words.keepRunning,
      checked: keepRunning,
      click: () => actions.setKeepRunning(!keepRunning),
    },
    ...(startAtLogin === undefined
      ? []
      : [
          {
            id: "start-at-login",
            type: "checkbox" as const,
            label: words.startAtLogin,
            checked: startAtLogin,
            click: () => actions.setStartAtLogin(!startAtLogin),
          },
        ]),
    { type: "separator" },
    { id: "quit", label: words.quit, click: () => actions.quit() },
  ];
}
