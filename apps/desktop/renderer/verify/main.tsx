import "../shared/zod-setup.ts";
import "@mantine/core/styles.css";
import "../shared/ui/page.css";
import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { DirectionProvider, MantineProvider } from "@mantine/core";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { localeOf } from "../shared/text/locales.ts";
import { cssVariables, theme } from "../shared/ui/theme.ts";
import { StaticPage } from "./static-page.tsx";
import { speakOffline } from "./texts.ts";

const container = document.getElementById("root");
if (!container) throw new Error("The page has no #root");

// Nothing is kept and nothing is asked: the browser's first language that this page speaks.
speakOffline(localeOf(...navigator.languages));

/** Set by a gateway that serves this page; a file has none, and its own policy allows the styles. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;

createRoot(container).render(
  <StrictMode>
    <I18nProvider i18n={i18n}>
      <DirectionProvider>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={cssVariables}
          defaultColorScheme="auto"
          {...(nonce ? { getStyleNonce: () => nonce } : {})}
        >
          <StaticPage />
        </MantineProvider>
      </DirectionProvider>
    </I18nProvider>
  </StrictMode>,
);
