import { lazyRouteComponent } from "@tanstack/react-router";

export { invoiceReducers } from "./invoice-reducers.ts";
export { SessionPrice } from "./session-price.tsx";
export { useSessionOrder } from "./use-session-order.ts";

export const DraftOrder = lazyRouteComponent(() => import("./draft-order.tsx"), "DraftOrder");

export const InvoicesPage = lazyRouteComponent(() => import("./invoices-page.tsx"), "InvoicesPage");
export const InvoicePage = lazyRouteComponent(() => import("./invoice-page.tsx"), "InvoicePage");
export const OwnInvoicesPage = lazyRouteComponent(() => import("./own-invoices-page.tsx"), "OwnInvoicesPage");
export const OwnInvoicePage = lazyRouteComponent(() => import("./own-invoice-page.tsx"), "OwnInvoicePage");
