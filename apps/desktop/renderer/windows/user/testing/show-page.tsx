import { i18n } from "@lingui/core";
import type { Account } from "@lucid/contract";
import { QueryClient } from "@tanstack/react-query";
import { createMemoryHistory } from "@tanstack/react-router";
import { render } from "@testing-library/react";
import { sampleAccount } from "../../../shared/testing/sample-account.ts";
import { createTestApi, type TestHandlers } from "../../../shared/testing/test-api.ts";
import { App } from "../../app.tsx";
import { createUserRouter } from "../routes.tsx";

/** Shows the page at a path, logged in, over a router in this process. Text is the English source. */
export function showPage(path: string, handlers: TestHandlers, user: Account = sampleAccount) {
  i18n.loadAndActivate({ locale: "en", messages: {} });
  const api = createTestApi(handlers);
  api.login.accept({ access_token: "a", refresh_token: "r", token_type: "bearer", expires_in: 900, user });
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const page = createUserRouter({ api }, createMemoryHistory({ initialEntries: [path] }));
  return { api, queries, page, ...render(<App api={api} queries={queries} router={page} env="test" />) };
}
