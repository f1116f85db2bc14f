import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { join } from "node:path";
import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { MantineProvider, Radio, TextInput } from "@mantine/core";
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { type ReactNode, useState } from "react";
import { afterEach, expect, it, vi } from "vitest";
import { Dialog, type DialogProps, LeaveButton } from "./index.ts";

afterEach(cleanup);

function open(content: ReactNode, props: Partial<DialogProps> = {}) {
  i18n.loadAndActivate({ locale: "en", messages: {} });
  const onClose = vi.fn<() => void>();
  render(
    <MantineProvider env="test">
      <I18nProvider i18n={i18n}>
        <Dialog title="A question" onClose={onClose} {...props}>
          {content}
        </Dialog>
      </I18nProvider>
    </MantineProvider>,
  );
  const dialog = screen.getByRole("dialog", { name: "A question" });
  const leaves = within(dialog)
    .getAllByRole("button")
    .filter((button) => button.dataset["leave"] !== undefined);
  const clickBeside = (): void => {
    const outside = document.querySelector(".mantine-Modal-overlay");
    if (!outside) throw new Error("Nothing lies around the dialog");
    fireEvent.click(outside);
  };
  return { onClose, dialog, leaves, clickBeside };
}

it("has a button that leaves it, whatever stands in it, and by Escape and a click beside it it is left as well", () => {
  const { onClose, leaves, clickBeside, dialog } = open("Something to read");
  expect(leaves.map((button) => button.textContent)).toEqual(["Close"]);
  fireEvent.click(leaves[0] as HTMLElement);
  fireEvent.keyDown(dialog, { key: "Escape" });
  clickBeside();
  expect(onClose).toHaveBeenCalledTimes(3);
});

it("has that button once, where its content brings it along", () => {
  const { onClose, leaves } = open(<LeaveButton>Keep it</LeaveButton>);
  expect(leaves.map((button) => button.textContent)).toEqual(["Keep it"]);
  fireEvent.click(leaves[0] as HTMLElement);
  expect(onClose).toHaveBeenCalledOnce();
});

it("keeps what was typed from a click beside it", () => {
  const { onClose, clickBeside, leaves } = open(<TextInput label="Reason" />);
  fireEvent.input(screen.getByLabelText("Reason"), { target: { value: "A laptop was stolen" } });
  clickBeside();
  expect(onClose).not.toHaveBeenCalled();
  fireEvent.click(leaves[0] as HTMLElement);
  expect(onClose).toHaveBeenCalledOnce();
});

it("keeps what is shown once from a click beside it", () => {
  const { onClose, clickBeside, dialog } = open("lucid_secret", { isShownOnce: true });
  clickBeside();
  expect(onClose).not.toHaveBeenCalled();
  fireEvent.keyDown(dialog, { key: "Escape" });
  expect(onClose).toHaveBeenCalledOnce();
});

const focused = (): Element | null => document.activeElement;

it.each([
  ["the first field", <TextInput key="a" label="Reason" />, () => screen.getByLabelText("Reason")],
  [
    "the first field that can be filled in",
    <div key="a">
      <TextInput label="Given" disabled />
      <TextInput label="Reason" />
    </div>,
    () => screen.getByLabelText("Reason"),
  ],
  [
    "the choice that is made",
    <div key="a">
      <Radio name="which" label="One" />
      <Radio name="which" label="Another" defaultChecked />
    </div>,
    () => screen.getByLabelText("Another"),
  ],
  ["what leaves it, where nothing is asked", "Something to read", () => screen.getByText("Close").closest("button")],
  [
    "that of its content, where nothing is asked",
    <LeaveButton key="a">Keep it</LeaveButton>,
    () => screen.getByRole("button", { name: "Keep it" }),
  ],
  [
    "what its content names",
    <div key="a">
      <TextInput label="Reason" />
      <button type="button" data-autofocus>
        Go on
      </button>
    </div>,
    () => screen.getByRole("button", { name: "Go on" }),
  ],
] as const)("opens with the focus on %s", async (_what, content, expected) => {
  open(content);
  await vi.waitFor(() => expect(focused()).toBe(expected()));
});

it("gives the focus back to what opened it", async () => {
  i18n.loadAndActivate({ locale: "en", messages: {} });
  function Page() {
    const [isOpen, setOpen] = useState(false);
    return (
      <>
        <button type="button" onClick={() => setOpen(true)}>
          Ask
        </button>
        {isOpen && (
          <Dialog title="A question" onClose={() => setOpen(false)}>
            <TextInput label="Reason" />
          </Dialog>
        )}
      </>
    );
  }
  render(
    <MantineProvider env="test">
      <I18nProvider i18n={i18n}>
        <Page />
      </I18nProvider>
    </MantineProvider>,
  );
  const opener = screen.getByRole("button", { name: "Ask" });
  opener.focus();
  fireEvent.click(opener);
  await vi.waitFor(() => expect(focused()).toBe(screen.getByLabelText("Reason")));
  fireEvent.click(screen.getByText("Close"));
  await vi.waitFor(() => expect(focused()).toBe(opener));
});

it("is the only one of its kind: no screen makes a window over the page by itself", async () => {
  const renderer = join(import.meta.dirname, "../..");
  const own: string[] = [];
  for await (const file of glob("{features,shared,windows,verify}/**/!(*.test).tsx", { cwd: renderer }))
    if (/\b(Modal|Drawer)\b[^}]*\} from "@mantine\/core"|<dialog\b/s.test(readFileSync(join(renderer, file), "utf8")))
      own.push(file);
  expect(own).toEqual(["shared/ui/dialog.tsx"]);
});
