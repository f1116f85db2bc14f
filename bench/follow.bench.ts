import { join } from "node:path";
import { recordColours, watchColours } from "../apps/desktop/test/app/coloured-desktop.ts";
import { openPage, startBrowser } from "../apps/desktop/test/app/open-browser.ts";
import { startNodeProcess, temporaryFolder } from "../apps/desktop/test/node/test-node.ts";
import type { BenchReport } from "./report.ts";

const CHANGES = 40;
const MOST_SECONDS = 3;

/** How long after a change on the screen of a real desktop the player of the record page shows it, while it is recorded. */
export async function bench(say: (line: string) => void): Promise<BenchReport> {
  await using folder = await temporaryFolder();
  await using node = await startNodeProcess(join(folder.path, "data"));
  await using browser = await startBrowser();
  const { page } = await openPage(browser);
  const { url, setupCode } = node.announced;
  await recordColours(page, `${url}/setup#code=${setupCode}`);
  await page.getByRole("button", { name: "Live", exact: true }).click();
  await page.getByTestId("behind").waitFor();
  say(`${CHANGES} changes of colour`);
  const shown = await watchColours(page, CHANGES);
  const late = shown.map(({ lateMs }) => lateMs).toSorted((a, b) => a - b);
  const said = shown.map(({ behindMs }) => behindMs).toSorted((a, b) => a - b);
  return {
    name: "follow",
    marks: [
      {
        what: "from the screen to the player, the slowest of all changes",
        value: at(late, 1) / 1_000,
        unit: "s",
        atMost: MOST_SECONDS,
      },
    ],
    figures: {
      median_s: at(late, 0.5) / 1_000,
      least_s: at(late, 0) / 1_000,
      p95_s: at(late, 0.95) / 1_000,
      page_says_median_s: at(said, 0.5) / 1_000,
      changes: late.length,
    },
  };
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
