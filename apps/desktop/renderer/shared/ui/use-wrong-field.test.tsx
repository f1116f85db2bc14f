import { setupI18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { ORPCError } from "@orpc/client";
import { cleanup, fireEvent, render, renderHook, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, expect, it } from "vitest";
import { useWrongField } from "./use-wrong-field.ts";

afterEach(cleanup);

const i18n = setupI18n({ locale: "en", messages: { en: {} } });
const wrapper = ({ children }: { readonly children: ReactNode }) => <I18nProvider i18n={i18n}>{children}</I18nProvider>;

it("says at a field what is wrong with it, or with an entry in it, and at no other", () => {
  const issues = [
    { path: "document.name", message: "too short", rule: { code: "at-least", limit: 1, of: "letters" } },
    { path: "settings.backup_recipients.0", message: "is no recipient" },
  ];
  const error = new ORPCError("LUCID_ERR_1001", { status: 400, data: { details: { issues }, requestId: "r" } });
  const { result } = renderHook(() => useWrongField(error), { wrapper });
  expect(result.current("document.name")).toBe("must not be empty");
  expect(result.current("settings.backup_recipients")).toBe("the node says: “is no recipient”");
  for (const other of ["name", "settings.backup", "document.names"]) expect(result.current(other)).toBeUndefined();
});

it("says nothing any more of a field that has something else in it than what was refused, until that is refused too", () => {
  const refusal = () =>
    new ORPCError("LUCID_ERR_1001", {
      status: 400,
      data: { details: { issues: [{ path: "count", message: "too small" }] }, requestId: "r" },
    });
  function Form({ error }: { readonly error: unknown }) {
    const wrong = useWrongField(error);
    return (
      <>
        <input aria-label="Count" aria-invalid={wrong("count") !== undefined} />
        <input aria-label="Name" />
        <p role="status">{wrong("count")}</p>
      </>
    );
  }
  const { rerender } = render(<Form error={refusal()} />, { wrapper });
  const said = (): string | null => screen.getByRole("status").textContent;
  expect(said()).toBe("the node says: “too small”");
  fireEvent.input(screen.getByLabelText("Name"), { target: { value: "Ada" } });
  expect(said()).toBe("the node says: “too small”");
  fireEvent.input(screen.getByLabelText("Count"), { target: { value: "2" } });
  expect(said()).toBe("");
  rerender(<Form error={refusal()} />);
  expect(said()).toBe("the node says: “too small”");
});
