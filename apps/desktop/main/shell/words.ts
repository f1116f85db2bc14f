import { languageOf } from "@lucid/contract";
import { textsIn } from "@lucid/core";

export type Words = ReturnType<typeof wordsFor>;

/**
 * What the application says outside of its windows: menus, notes and questions of the system.
 * @param locale of the system, as `de-AT`.
 */
export function wordsFor(locale: string) {
  const i18n = textsIn(languageOf([locale]));
  return {
    open: i18n.t("Open Lucid"),
    administration: i18n.t("Administration"),
    reference: i18n.t("Reference of the API"),
    startNode: i18n.t("Start the node"),
    stopNode: i18n.t("Stop the node"),
    quit: i18n.t("Quit Lucid"),
    keepRunning: i18n.t("Keep running when the windows are closed"),
    startAtLogin: i18n.t("Start when I log in"),
    starting: i18n.t("The node is starting"),
    running: i18n.t("The node is running"),
    recording: (count: number) =>
      i18n.t("{count, plural, one {The node is running: # recording} other {The node is running: # recordings}}", { count }),
    stopping: i18n.t("The node is stopping: open recordings are sealed"),
    stopped: i18n.t("The node is stopped"),
    failed: (reason: string) => i18n.t("The node could not start: {reason}", { reason }),
    askTitle: i18n.t("A recording is running"),
    askQuit: i18n.t("If Lucid quits, open recordings end here. What is recorded is sealed and can be proven."),
    askStop: i18n.t("If the node stops, open recordings end here. What is recorded is sealed and can be proven."),
    askClose: i18n.t("Closed is only the window. The recording goes on if Lucid stays in the background."),
    endAndQuit: i18n.t("End the recording and quit"),
    endAndStop: i18n.t("End the recording and stop"),
    stayBehind: i18n.t("Go on in the background"),
    cancel: i18n.t("Cancel"),
    wakeFailedTitle: i18n.t("A recording is still paused"),
    wakeFailed: (reason: string) =>
      i18n.t("It was paused when the computer went to sleep, and could not go on: {reason}", { reason }),
    pageCrashedTitle: i18n.t("A window of Lucid crashed"),
    pageCrashed: i18n.t("It was loaded again. The node and its recordings were not touched."),
    badLinkTitle: i18n.t("Lucid did not open a link"),
    badLink: i18n.t("It is none of Lucid's links, or it was altered."),
    tooManyTitle: i18n.t("Lucid opened some of the files"),
    tooMany: i18n.t("At most 8 files are opened at once."),
  } as const;
}
