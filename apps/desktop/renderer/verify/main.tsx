import "../shared/zod-setup.ts";
import "@mantine/core/styles.css";
import "../shared/ui/page.css";
import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { MantineProvider } from "@mantine/core";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { messages as de } from "../shared/text/locales/de.po";
import { messages as en } from "../shared/text/locales/en.po";
import { cssVariables, theme } from "../shared/ui/theme.ts";
import { StaticPage } from "./static-page.tsx";

const container = document.getElementById("root");
if (!container) throw new Error("The page has no #root");

i18n.load({ en, de });
// Nothing is kept and nothing is asked: the browser's first language that this page speaks.
i18n.activate(navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => tag === "de" || tag === "en") ?? "en");
document.documentElement.lang = i18n.locale;

/** Set by a gateway that serves this page; a file has none, and its own policy allows the styles. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;

createRoot(container).render(
  <StrictMode>
    <I18nProvider i18n={i18n}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        defaultColorScheme="auto"
        {...(nonce ? { getStyleNonce: () => nonce } : {})}
      >
        <StaticPage />
      </MantineProvider>
    </I18nProvider>
  </StrictMode>,
);
