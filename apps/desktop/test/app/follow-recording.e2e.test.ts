import { join } from "node:path";
import { expect, it } from "vitest";
import { startNodeProcess, temporaryFolder } from "../node/test-node.ts";
import { recordColours, watchColours } from "./coloured-desktop.ts";
import { openBrowser, openPage, PATIENCE, seriousFindings } from "./open-browser.ts";

it("shows what happens in a real desktop while it is recorded, and says what it is worth and how old", async () => {
  await using folder = await temporaryFolder();
  await using node = await startNodeProcess(join(folder.path, "data"));
  await using browser = await openBrowser();
  const { page, faults } = await openPage(browser);
  const fetched: number[] = [];
  page.on("request", (request) => {
    const [, index] = /\/chunks\/(\d+)\/download$/.exec(request.url()) ?? [];
    if (index !== undefined) fetched.push(Number(index));
  });
  const { url, setupCode } = node.announced;
  const id = await recordColours(page, `${url}/setup#code=${setupCode}`);

  await page.getByRole("button", { name: "Live", exact: true }).click();
  await page.getByText("not yet sealed").waitFor(PATIENCE);
  await page.getByTestId("behind").waitFor(PATIENCE);
  fetched.length = 0;
  const shown = await watchColours(page, 5);
  console.info(`shown ${shown.map(({ lateMs }) => Math.round(lateMs)).join(", ")} ms after it was on the screen`);
  for (const [place, { colour }] of shown.entries()) if (place > 0) expect(colour).not.toBe(shown[place - 1]?.colour);
  expect(shown.map(({ worth }) => worth)).toContain("open");
  expect(shown.every(({ behindMs }) => behindMs >= 0)).toBe(true);
  expect(fetched).toEqual([]);
  expect(await seriousFindings(page)).toEqual([]);

  // Without the node it says so, claims no age, and finds back.
  process.kill(node.announced.pid, "SIGSTOP");
  await page.getByText("The live part does not come. Trying again.").waitFor(PATIENCE);
  await expect.poll(() => page.getByTestId("behind").count()).toBe(0);
  process.kill(node.announced.pid, "SIGCONT");
  await page.getByTestId("behind").waitFor(PATIENCE);
  await watchColours(page, 2);

  // What was shown as it came is fetched and checked when somebody goes back to it.
  await page.getByText("sealed, not checked here").waitFor(PATIENCE);
  fetched.length = 0;
  const stepBack = async (): Promise<number> => {
    await page.keyboard.press("ArrowLeft");
    return fetched.length;
  };
  // While the node stood still nothing was recorded: how far back that reaches, nobody knows.
  await expect.poll(stepBack, { ...PATIENCE, interval: 1_000 }).toBeGreaterThan(0);
  await page.getByText("sealed, not checked here").waitFor({ state: "detached", ...PATIENCE });
  expect(await page.getByText("sealed with other pictures").count()).toBe(0);
  expect(page.url()).toContain(id);
  expect(faults).toEqual([]);
});
