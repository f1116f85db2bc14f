import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { DirectionProvider, localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { type Api, ApiContext } from "../shared/api/api.ts";
import { cssVariables, theme } from "../shared/ui/theme.ts";
import type { createUserRouter } from "./user/routes.tsx";

// The same key is read by color-scheme.js before the first paint.
const colorSchemeManager = localStorageColorSchemeManager({ key: "lucid.color-scheme" });

export interface AppProps {
  readonly api: Api;
  readonly queries: QueryClient;
  readonly router: ReturnType<typeof createUserRouter>;
  /** For the styles that components add while the page runs. */
  readonly nonce?: string | undefined;
  /** `test`: no transitions. */
  readonly env?: "default" | "test";
}

export function App({ api, queries, router, nonce, env = "default" }: AppProps) {
  return (
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <DirectionProvider>
          <MantineProvider
            theme={theme}
            cssVariablesResolver={cssVariables}
            colorSchemeManager={colorSchemeManager}
            defaultColorScheme="auto"
            getStyleNonce={() => nonce ?? ""}
            env={env}
          >
            <QueryClientProvider client={queries}>
              <ApiContext value={api}>
                <RouterProvider router={router} />
              </ApiContext>
            </QueryClientProvider>
          </MantineProvider>
        </DirectionProvider>
      </I18nProvider>
    </StrictMode>
  );
}
