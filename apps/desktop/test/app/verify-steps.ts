import type { CheckProgress } from "@lucid/proof";
import type { Page } from "playwright";

/** Gives files to a page that verifies. */
export const choose = (page: Page, ...paths: string[]): Promise<void> =>
  page.locator("input[type=file][multiple]").setInputFiles(paths);

/** Drops a file on an element as a person does; only the page can make the data that is dropped. */
export async function drop(page: Page, selector: string, name: string, bytes: Uint8Array): Promise<void> {
  await page.evaluate(
    ([selector, name, base64]) => {
      const content = Uint8Array.from(atob(base64 as string), (letter) => letter.charCodeAt(0));
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([content], name as string));
      const target = document.querySelector(selector as string);
      for (const type of ["dragover", "drop"])
        target?.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    },
    [selector, name, Buffer.from(bytes).toString("base64")],
  );
}

/** The next worker of the page gets half-way and no further, so that there is time to end it. */
export const replaceNextWorker = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const { Worker } = window;
    class HalfWay extends EventTarget {
      postMessage(): void {
        window.Worker = Worker;
        const progress: CheckProgress = { phase: "parts", share: 0.5, checkedBytes: 5_000_000, totalBytes: 10_000_000 };
        const data = { type: "progress", progress };
        queueMicrotask(() => this.dispatchEvent(new MessageEvent("message", { data })));
      }
      terminate(): void {
        document.documentElement.dataset["worker"] = "ended";
      }
    }
    window.Worker = HalfWay as unknown as typeof Worker;
  });

/** Prints the page; what stood on the paper, whether anything else did, and how many sheets it took. */
export async function print(
  page: Page,
): Promise<{ readonly text: string; readonly others: number; readonly sheets: number; readonly ground: string }> {
  await page.evaluate(() =>
    window.addEventListener("beforeprint", () => {
      const report = document.querySelector<HTMLElement>("[data-report]");
      document.documentElement.dataset["printed"] = report?.textContent ?? "";
      const shown = [...document.body.children].filter((element) => getComputedStyle(element).display !== "none");
      document.documentElement.dataset["ground"] = getComputedStyle(document.documentElement).colorScheme;
      document.documentElement.dataset["others"] = String(shown.filter((element) => element !== report).length);
    }),
  );
  await page.emulateMedia({ media: "print" });
  const pdf = await page.pdf({ format: "A4", printBackground: true, preferCSSPageSize: true });
  await page.emulateMedia({ media: "screen" });
  await page.locator("[data-report]").waitFor({ state: "detached" });
  const sheets = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  return page.evaluate(
    (sheets) => ({
      text: document.documentElement.dataset["printed"] ?? "",
      others: Number(document.documentElement.dataset["others"]),
      ground: document.documentElement.dataset["ground"] ?? "",
      sheets,
    }),
    sheets,
  );
}
