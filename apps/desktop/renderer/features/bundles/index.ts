export { type BundleWish, bundleName, type DownloadOptions, downloadBundle, readRanges } from "./bundle-download.ts";
export { DownloadProgressView } from "./download-progress.tsx";
export { downloadsPlace, pickFolder, picksFolders } from "./save-place.ts";
export { useDownload } from "./use-download.ts";
export { type BundleFate, useSeveralBundles } from "./use-several-bundles.ts";
