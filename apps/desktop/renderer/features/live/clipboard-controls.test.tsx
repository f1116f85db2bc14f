import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { MAX_CLIPBOARD_BYTES } from "@lucid/contract";
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { createStore } from "zustand";
import { sampleSession } from "../../shared/testing/sample-session.ts";
import { ClipboardControls } from "./clipboard-controls.tsx";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

/** What the desktop was given, and what was said, when the computer's clipboard holds this. */
async function paste(text: string) {
  vi.spyOn(navigator.clipboard, "readText").mockResolvedValue(text);
  const pasted: string[] = [];
  const said = vi.fn<(words: string) => void>();
  const viewer = {
    copied: createStore(() => ({ text: "" })),
    paste: (given: string) => void pasted.push(given),
    focus: () => undefined,
  };
  i18n.loadAndActivate({ locale: "en", messages: {} });
  const base = sampleSession({});
  const clipboard = { host_to_remote: true, remote_to_host: false };
  const session = { ...base, policy: { ...base.policy, clipboard } };
  render(
    <I18nProvider i18n={i18n}>
      <QueryClientProvider client={new QueryClient()}>
        <MantineProvider>
          <ClipboardControls
            session={session}
            viewer={viewer}
            onDone={said}
            onFailed={(error) => expect.fail(String(error))}
            onHeldBack={(action) => expect.fail(action)}
          />
        </MantineProvider>
      </QueryClientProvider>
    </I18nProvider>,
  );
  fireEvent.click(screen.getByLabelText("Put this computer's clipboard into the desktop"));
  await vi.waitFor(() => expect(said).toHaveBeenCalledOnce());
  return { pasted, said: said.mock.calls[0]?.[0] };
}

it("puts a text of the largest size into the desktop, and says of a longer one that it did not", async () => {
  const most = "я".repeat(MAX_CLIPBOARD_BYTES / 2);
  const { pasted, said } = await paste(most);
  expect(pasted).toEqual([most]);
  expect(said).toContain("524,288 characters are in the desktop's clipboard");
  cleanup();
  const more = await paste(`${most}!`);
  expect(more.pasted).toEqual([]);
  expect(more.said).toContain("Nothing was put there");
});
