import "./shared/zod-setup.ts";
import "@fontsource-variable/inter/index.css";
import "@fontsource-variable/jetbrains-mono/index.css";
import "@mantine/core/styles.layer.css";
import "@mantine/spotlight/styles.layer.css";
import "./shared/ui/page.css";
import { QueryCache, QueryClient } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { lockVault } from "./features/wallet/index.ts";
import type { Api } from "./shared/api/api.ts";
import { watchAsking } from "./shared/api/ask-times.ts";
import { isPassing } from "./shared/api/failure.ts";
import { keepShown } from "./shared/api/keep-shown.ts";
import { loginMemory } from "./shared/api/login-memory.ts";
import { createRestDoor } from "./shared/api/rest-door.ts";
import { activateLocale, preferredLocale } from "./shared/text/i18n.ts";
import { App } from "./windows/app.tsx";
import { askAhead } from "./windows/ask-ahead.ts";
import { createUserRouter } from "./windows/user/routes.tsx";

// The page's content security policy lets only styles with this word of the moment in.
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
// react-remove-scroll, inside of dialogs, looks for it here.
if (nonce) Object.assign(globalThis, { __webpack_nonce__: nonce });

const container = document.getElementById("root");
if (!container) throw new Error("The page has no #root");

/** The application's own door comes with its window, and no browser loads it. */
async function openDoor(): Promise<Api> {
  if (!window.lucidPort) return createRestDoor(new URL(location.origin));
  const { createPortDoor } = await import("./shared/api/port-door.ts");
  return createPortDoor(window.lucidPort);
}

const words = activateLocale(preferredLocale());
const api = await openDoor();

const queries = new QueryClient({
  queryCache: new QueryCache({ onError: keepShown }),
  defaultOptions: {
    queries: {
      // The stream of events keeps what is shown current; asking again is for what it does not carry.
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      // The node may be this computer, which a browser without a network reaches all the same.
      networkMode: "always",
      retry: (count, error) => count < 2 && isPassing(error),
    },
    mutations: { networkMode: "always" },
  },
});

watchAsking(queries);
const router = createUserRouter({ api });
// A login that ended anywhere leads to the login page from everywhere, and leaves nothing of the account behind.
api.login.state.subscribe((now, before) => {
  if (now.status === before.status || before.status === "unknown") return;
  if (now.status === "out") {
    lockVault();
    queries.clear();
  }
  void router.invalidate();
});

askAhead(router, api, window.lucidPort !== undefined || loginMemory.get());
await words;
createRoot(container).render(<App api={api} queries={queries} router={router} nonce={nonce} />);
