/** By which route each procedure is called. A build of the page takes no more of the contract than that (bundling/routes-only.ts). */
export { contract } from "@lucid/contract";
