import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { join } from "node:path";
import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { Checkbox, MantineProvider, Radio, Select, TextInput } from "@mantine/core";
import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { type ReactNode, useState } from "react";
import { afterEach, expect, it, vi } from "vitest";
import { Dialog, type DialogProps, LeaveButton, useUnsaved } from "./index.ts";

/** A question that was closed lets Escape through to what is below it in a task of its own. */
const uncovered = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

afterEach(async () => {
  cleanup();
  await uncovered();
});

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

const QUESTION = "Leave without saving?";
const question = () => screen.queryByRole("dialog", { name: QUESTION });
const type = (value: string): void => {
  const field = screen.getByLabelText("Reason");
  field.focus();
  fireEvent.input(field, { target: { value } });
};
const pressEscape = (): void => void fireEvent.keyDown(document.activeElement ?? document.body, { key: "Escape" });

it.each([
  ["Escape", pressEscape],
  ["the cross", () => fireEvent.click(screen.getByRole("button", { name: "Close" }))],
  ["the button that leaves it", () => fireEvent.click(screen.getByRole("button", { name: "Cancel" }))],
] as const)("asks before %s takes away what was typed", async (_by, leave) => {
  const { onClose, clickBeside } = open(
    <div>
      <TextInput label="Reason" />
      <LeaveButton />
    </div>,
  );
  type("A laptop was stolen");
  clickBeside();
  expect(onClose).not.toHaveBeenCalled();
  leave();
  const asked = await screen.findByRole("dialog", { name: QUESTION });
  expect(onClose).not.toHaveBeenCalled();
  fireEvent.click(within(asked).getByRole("button", { name: "Stay here" }));
  await vi.waitFor(() => expect(question()).toBeNull());
  expect(onClose).not.toHaveBeenCalled();
  expect(screen.getByLabelText("Reason")).toHaveProperty("value", "A laptop was stolen");
  await uncovered();
  leave();
  fireEvent.click(await screen.findByRole("button", { name: "Leave without saving" }));
  expect(onClose).toHaveBeenCalledOnce();
});

it("goes back to the dialog with Escape at the question, which leaves it as it is", async () => {
  const { onClose } = open(
    <div>
      <TextInput label="Name" />
      <TextInput label="Reason" />
    </div>,
  );
  await vi.waitFor(() => expect(focused()).toBe(screen.getByLabelText("Name")));
  type("A laptop was stolen");
  pressEscape();
  await screen.findByRole("dialog", { name: QUESTION });
  await vi.waitFor(() => expect(focused()?.textContent).toBe("Stay here"));
  pressEscape();
  await vi.waitFor(() => expect(question()).toBeNull());
  expect(onClose).not.toHaveBeenCalled();
  // The dialog leads the focus itself when it has it again, some tasks later.
  for (let task = 0; task < 10; task += 1) await uncovered();
  await vi.waitFor(() => expect(focused()).toBe(screen.getByLabelText("Reason")));
});

it("asks nothing where what was typed was taken back, or sent and not refused", async () => {
  const { onClose, dialog } = open(
    <form onSubmit={(event) => event.preventDefault()}>
      <TextInput label="Reason" defaultValue="as before" />
    </form>,
  );
  type("another one");
  type("as before");
  pressEscape();
  expect(onClose).toHaveBeenCalledOnce();
  type("another one");
  fireEvent.submit(dialog.querySelector("form") as HTMLFormElement);
  pressEscape();
  expect(onClose).toHaveBeenCalledTimes(2);
  expect(question()).toBeNull();
});

const pick = (label: string, option: string): void => {
  const field = screen.getByLabelText(label, { selector: "input:not([type=hidden])" });
  fireEvent.pointerDown(field);
  fireEvent.click(field);
  const listed = screen.getByRole("option", { name: option, hidden: true });
  fireEvent.pointerDown(listed);
  fireEvent.click(listed);
};
const click = (name: string): void => {
  const field = screen.getByLabelText(name);
  fireEvent.pointerDown(field);
  fireEvent.click(field);
};

it.each([
  ["ticked", () => click("It may read"), () => click("It may read")],
  ["chosen of several", () => click("Another"), () => click("One")],
  ["chosen from a list", () => pick("Valid for", "a year"), () => pick("Valid for", "a week")],
] as const)("asks before what was %s is lost, and nothing where that was taken back", async (_what, choose, back) => {
  const { onClose } = open(
    <form>
      <Checkbox label="It may read" />
      <Radio name="which" label="One" defaultChecked />
      <Radio name="which" label="Another" />
      <Select label="Valid for" data={["a week", "a year"]} defaultValue="a week" allowDeselect={false} />
    </form>,
  );
  choose();
  back();
  await uncovered();
  pressEscape();
  expect(onClose).toHaveBeenCalledOnce();
  choose();
  await uncovered();
  pressEscape();
  const asked = await screen.findByRole("dialog", { name: QUESTION });
  expect(asked.textContent).toContain("What you typed or chose here was not saved.");
  expect(onClose).toHaveBeenCalledOnce();
});

it("does not take for chosen what the program fills in, before or after something was done", async () => {
  let fillIn = (_value: string): void => undefined;
  function Late() {
    const [valid, setValid] = useState<string | null>(null);
    fillIn = setValid;
    return <Select label="Valid for" data={["a week", "a year"]} value={valid} onChange={setValid} />;
  }
  const { onClose } = open(<Late />);
  await vi.waitFor(() => expect(focused()?.getAttribute("role")).toBe("combobox"));
  const field = focused() as HTMLElement;
  await uncovered();
  act(() => fillIn("a year"));
  expect(field).toHaveProperty("value", "a year");
  fireEvent.pointerDown(field);
  await uncovered();
  pressEscape();
  expect(onClose).toHaveBeenCalledOnce();
});

it("asks about what its own form refused, though it was to be sent", async () => {
  const { onClose, dialog } = open(
    <form onSubmit={(event) => event.preventDefault()}>
      <TextInput label="Reason" error="Ten characters at least" />
    </form>,
  );
  type("short");
  fireEvent.submit(dialog.querySelector("form") as HTMLFormElement);
  pressEscape();
  await screen.findByRole("dialog", { name: QUESTION });
  expect(onClose).not.toHaveBeenCalled();
});

it("keeps what is shown once from a click beside it and from Escape, and is left by the button that says so", async () => {
  const { onClose, clickBeside, leaves } = open("lucid_secret", { isShownOnce: true });
  clickBeside();
  pressEscape();
  const asked = await screen.findByRole("dialog", { name: QUESTION });
  expect(asked.textContent).toContain("What is shown here is never shown again.");
  fireEvent.click(within(asked).getByRole("button", { name: "Stay here" }));
  await vi.waitFor(() => expect(question()).toBeNull());
  expect(onClose).not.toHaveBeenCalled();
  fireEvent.click(leaves[0] as HTMLElement);
  expect(onClose).toHaveBeenCalledOnce();
});

it("asks for what its content says is unsaved", async () => {
  const always = (): boolean => true;
  function Words() {
    useUnsaved({ isUnsaved: always, what: "words" });
    return <p>abandon about</p>;
  }
  const { onClose } = open(<Words />);
  pressEscape();
  const asked = await screen.findByRole("dialog", { name: "Leave before the words are backed up?" });
  fireEvent.click(within(asked).getByRole("button", { name: "Leave it for later" }));
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
      <main>
        <h1 tabIndex={-1}>A page</h1>
        <button type="button" onClick={() => setOpen(true)}>
          Ask
        </button>
        {isOpen && (
          <Dialog title="A question" onClose={() => setOpen(false)}>
            <TextInput label="Reason" />
          </Dialog>
        )}
      </main>
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

  // Also by the question that stands above it, and goes with it.
  fireEvent.click(opener);
  await vi.waitFor(() => expect(focused()).toBe(screen.getByLabelText("Reason")));
  type("A laptop was stolen");
  pressEscape();
  await vi.waitFor(() => expect(focused()?.textContent).toBe("Stay here"));
  fireEvent.click(screen.getByRole("button", { name: "Leave without saving" }));
  await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await vi.waitFor(() => expect(focused()).toBe(opener));
});

it("is the only one of its kind: no screen makes a window over the page by itself", async () => {
  const renderer = join(import.meta.dirname, "../..");
  const own: string[] = [];
  for await (const file of glob("{features,shared,windows,verify}/**/!(*.test).tsx", { cwd: renderer }))
    if (/\b(Modal|Drawer)\b[^}]*\} from "@mantine\/core"|<dialog\b/s.test(readFileSync(join(renderer, file), "utf8")))
      own.push(file);
  expect(own).toEqual(["shared/ui/dialog-window.tsx"]);
});
