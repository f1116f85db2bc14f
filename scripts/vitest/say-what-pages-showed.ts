import { beforeEach } from "vitest";
import { describePages, forgetClosedPages } from "../../apps/desktop/test/app/open-browser.ts";

/** A failed test of the page says what its pages showed: on another machine the text of the run is all that is left of it. */
beforeEach(({ onTestFailed }) => {
  forgetClosedPages();
  onTestFailed(async ({ task }) => {
    const shown = await describePages();
    for (const error of task.result?.errors ?? []) error.stack = `${error.stack ?? error.message}\n${shown}`;
  });
});
