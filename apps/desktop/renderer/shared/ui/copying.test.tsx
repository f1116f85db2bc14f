import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { MantineProvider } from "@mantine/core";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { CopyButton } from "./copy-button.tsx";
import { Hash } from "./hash.tsx";

afterEach(cleanup);

it("says of a hash and of any text that the browser did not let it be copied, and that it did when it does", async () => {
  i18n.loadAndActivate({ locale: "en", messages: {} });
  const write = vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new DOMException("refused", "NotAllowedError"));
  render(
    <I18nProvider i18n={i18n}>
      <MantineProvider env="test">
        <CopyButton value="text" label="the link" />
        <Hash value={"ab".repeat(32)} label="hash" />
      </MantineProvider>
    </I18nProvider>,
  );
  fireEvent.click(screen.getByRole("button", { name: "Copy the link" }));
  fireEvent.click(screen.getByRole("button", { name: "abab…abab: copy the whole hash" }));
  const refused = await screen.findByRole("button", { name: "The browser did not let this page copy." });
  const hash = await screen.findByRole("button", { name: /copy the whole hash\. The browser did not let this page copy\.$/ });
  write.mockResolvedValue(undefined);
  fireEvent.click(refused);
  fireEvent.click(hash);
  await screen.findByRole("button", { name: "Copied" });
  await screen.findByRole("button", { name: "abab…abab: copied" });
  expect(write).toHaveBeenLastCalledWith("ab".repeat(32));
});
