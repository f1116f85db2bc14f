export { openSalesBook } from "./open-sales-book.ts";
export { startSales } from "./start-sales.ts";
