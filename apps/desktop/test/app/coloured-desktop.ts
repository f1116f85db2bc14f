import type { Page } from "playwright";
import { createWalletInPage, passNodeStep } from "./wallet-steps.ts";

/** The desktop's colour changes at every whole multiple of this: red where the number is odd, blue where it is even. */
const PERIOD_S = 3.37;
const COLOURS = ["blue", "red"] as const;
export type DesktopColour = (typeof COLOURS)[number];

/** A terminal that is there shows a colour within this; one that is not gets the program again. */
const TYPED_MS = 15_000;
const TYPED_TRIES = 4;

/** Runs in the desktop's terminal, by the clock that the test has too. */
const PROGRAM = `perl -MTime::HiRes=time,sleep -e '$|=1; for(;;){ my $n=int(time/${PERIOD_S})+1; sleep($n*${PERIOD_S}-time); print $n%2?"\\e[41m\\e[2J":"\\e[44m\\e[2J"; }'\n`;

/** What the player showed. */
export interface ShownColour {
  readonly colour: DesktopColour;
  /** From the moment at which the desktop took the colour, milliseconds. */
  readonly lateMs: number;
  /** How old the page itself said that the picture was. */
  readonly behindMs: number;
  /** What it said the picture is worth: `open` while its chunk is not sealed. */
  readonly worth: string | undefined;
}

/** Follows a link of the page by its address, so that the wallet stays open. */
const goTo = (page: Page, path: string): Promise<void> =>
  page.evaluate((path) => {
    history.pushState({}, "", path);
    dispatchEvent(new PopStateEvent("popstate"));
  }, path);

/** Makes the page's person the owner of a new node, records a desktop that changes its colour, and opens its record. */
export async function recordColours(page: Page, setupLink: string): Promise<string> {
  await page.goto(setupLink);
  await passNodeStep(page);
  await createWalletInPage(page);
  await page.getByRole("link", { name: "Record a first session" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Colours");
  await page.getByLabel(/^I agree to this text/).check();
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page.locator("canvas").waitFor();
  await page.getByText("1 connected").waitFor();
  await startColours(page);
  const [, id = ""] = /([0-9a-f-]{36})/.exec(page.url()) ?? [];
  await goTo(page, `/sessions/${id}`);
  await page.locator("video").waitFor();
  return id;
}

/** Types the program until the desktop shows its colours: nothing says when the terminal is there. */
async function startColours(page: Page): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    await page.locator("canvas").click({ position: { x: 400, y: 200 } });
    await page.keyboard.type(PROGRAM, { delay: 5 });
    try {
      await page.waitForFunction(isColoured, undefined, { timeout: TYPED_MS });
      return;
    } catch (error) {
      if (tries === TYPED_TRIES) throw error;
    }
  }
}

/** Whether the middle of the live view is red or blue. */
function isColoured(): boolean {
  const view = document.querySelector("canvas");
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  if (!view || !context) return false;
  context.drawImage(view, view.width / 2, view.height / 2, 8, 8, 0, 0, 8, 8);
  const [red = 0, , blue = 0] = context.getImageData(4, 4, 1, 1).data;
  return Math.abs(red - blue) > 120;
}

/** So long the player may show no change at all; more would be a player that stands still. */
const STILL_MS = 40_000;

/** The next changes of colour that the player shows, looked at with every frame of the browser. @throws when it stands still. */
export async function watchColours(page: Page, count: number): Promise<ShownColour[]> {
  const seen = await page.evaluate(
    async ({ count, stillMs }) => {
      const canvas = document.createElement("canvas");
      const context = canvas.getContext("2d", { willReadFrequently: true });
      if (!context) throw new Error("There is no canvas");
      const found: {
        readonly colour: string;
        readonly atMs: number;
        readonly behindMs: number;
        readonly worth: string | undefined;
      }[] = [];
      let last: string | undefined;
      let changedAt = performance.now();
      while (found.length <= count) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        if (performance.now() - changedAt > stillMs) throw new Error(`The player shows ${last} and stands still`);
        const video = document.querySelector("video");
        if (!video || video.readyState < 2) continue;
        // Inside of the terminal, where it shows nothing else.
        context.drawImage(video, video.videoWidth / 2, video.videoHeight / 2, 8, 8, 0, 0, 8, 8);
        const [red = 0, , blue = 0] = context.getImageData(4, 4, 1, 1).data;
        const colour = red > blue + 60 ? "red" : blue > red + 60 ? "blue" : undefined;
        if (colour === undefined || colour === last) continue;
        last = colour;
        changedAt = performance.now();
        const behind = document.querySelector<HTMLElement>("[data-behind-ms]")?.dataset["behindMs"];
        const worth = document.querySelector<HTMLElement>("[data-worth]")?.dataset["worth"];
        found.push({ colour, atMs: Date.now(), behindMs: Number(behind ?? Number.NaN), worth });
      }
      return found;
    },
    { count, stillMs: STILL_MS },
  );
  // The first one may have been there before anybody looked.
  return seen.slice(1).map(({ colour, atMs, ...said }) => ({
    colour: colour === "red" ? "red" : "blue",
    lateMs: atMs - changedBefore(atMs, colour),
    ...said,
  }));
}

/** The last moment before this one at which the desktop took the colour, Unix ms. */
function changedBefore(atMs: number, colour: string): number {
  const turn = Math.floor(atMs / 1_000 / PERIOD_S);
  return 1_000 * PERIOD_S * (COLOURS[turn % 2] === colour ? turn : turn - 1);
}
