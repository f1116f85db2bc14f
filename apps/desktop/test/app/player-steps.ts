import type { Page } from "playwright";
import type { TestBrowser } from "./open-browser.ts";
import { type OwnedNode, PASSPHRASE } from "./start-page-node.ts";

export interface OpenedPage extends AsyncDisposable {
  readonly page: Page;
  /** What the browser's console complained about, and errors nobody caught. */
  readonly complaints: readonly string[];
  /** Chunks that the page asked for, in order. */
  readonly asked: number[];
}

export interface OpenOptions {
  readonly colorScheme?: "light" | "dark";
  readonly reducedMotion?: "reduce";
  readonly locale?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly hasTouch?: boolean;
  readonly permissions?: string[];
}

/** A page of the node, logged in as its owner, whose wallet is locked in it. */
export async function openOwnersPage(
  browser: TestBrowser,
  node: Pick<OwnedNode, "url" | "keepLogin">,
  path: string,
  options: OpenOptions = {},
): Promise<OpenedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB", ...options });
  const { cookie, storage } = await node.keepLogin();
  await context.addCookies([cookie]);
  await context.addInitScript((kept: Readonly<Record<string, string>>) => {
    for (const [key, value] of Object.entries(kept)) localStorage.setItem(key, value);
  }, storage);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    // Of what could not be fetched the text names the status only.
    if (message.type() === "error" || message.type() === "warning")
      complaints.push(`${message.text()} at ${message.location().url}`);
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  const asked: number[] = [];
  page.on("request", (request) => {
    const [, index] = /\/chunks\/(\d+)\/download$/.exec(request.url()) ?? [];
    if (index !== undefined) asked.push(Number(index));
  });
  await page.goto(`${node.url}${path}`);
  return { page, complaints, asked, [Symbol.asyncDispose]: () => context.close() };
}

/** Opens the wallet that this browser keeps, which opens the recording. */
export async function unlock(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Unlock to watch" }).click();
  await page.getByRole("dialog").locator("input[type=password]").fill(PASSPHRASE);
  await page.getByRole("dialog").getByRole("button", { name: "Unlock", exact: true }).click();
  await page.locator("video").waitFor();
}

export type Colour = "red" | "blue" | "nothing";

/** The background of the picture that is shown now, read from its pixels. */
export const shownColour = (page: Page): Promise<Colour> =>
  page.evaluate(() => {
    const video = document.querySelector("video");
    if (!video || video.readyState < 2) return "nothing";
    const canvas = document.createElement("canvas");
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    const context = canvas.getContext("2d");
    context?.drawImage(video, 0, 0);
    const [red = 0, , blue = 0] = context?.getImageData(20, 20, 1, 1).data ?? [];
    if (red > blue + 60) return "red";
    return blue > red + 60 ? "blue" : "nothing";
  });

export const playedTo = (page: Page): Promise<number> => page.evaluate(() => document.querySelector("video")?.currentTime ?? 0);

/** Clicks on the time line, at a share of its length. */
export async function seekTo(page: Page, share: number): Promise<void> {
  const line = page.getByRole("slider", { name: "Time in the recording" });
  const box = await line.boundingBox();
  if (!box) throw new Error("The time line is not in sight");
  await line.click({ position: { x: box.width * share, y: box.height / 2 } });
}

/** Plays an MP4 in a page, as fast as it goes: what went wrong, whether its end was reached, and the colour at its end, which is to be `last`. */
export async function playWhole(
  page: Page,
  bytes: Buffer,
  last: Colour,
): Promise<{ error: string | null; ended: boolean; colour: Colour }> {
  const play = async ({ base64, last }: { base64: string; last: Colour }) => {
    const video = document.createElement("video");
    const content = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    video.src = URL.createObjectURL(new Blob([content], { type: "video/mp4" }));
    video.muted = true;
    video.playbackRate = 16;
    const next = (event: string): Promise<void> =>
      new Promise((resolve) => {
        for (const one of [event, "error"]) video.addEventListener(one, () => resolve(), { once: true });
      });
    const over = next("ended");
    await video.play().catch(() => undefined);
    await over;
    const { ended } = video;
    const sought = next("seeked");
    video.currentTime = video.duration - 0.05;
    if (video.error === null) await sought;
    const canvas = document.createElement("canvas");
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    const context = canvas.getContext("2d", { willReadFrequently: true });
    const shown = (): Colour => {
      context?.drawImage(video, 0, 0);
      const [red = 0, , blue = 0] = context?.getImageData(20, 20, 1, 1).data ?? [];
      return red > blue + 60 ? "red" : blue > red + 60 ? "blue" : "nothing";
    };
    // What was sought for may be painted a moment after it was found.
    const givenUpAt = performance.now() + 30_000;
    while (video.error === null && shown() !== last && performance.now() < givenUpAt) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const colour = shown();
    return { error: video.error?.message ?? null, ended, colour } as const;
  };
  return await page.evaluate(play, { base64: bytes.toString("base64"), last });
}
