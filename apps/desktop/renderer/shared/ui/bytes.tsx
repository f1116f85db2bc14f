import { useLingui } from "@lingui/react";
import { formatBytes, formatCount } from "../format/index.ts";

/** A size; the exact number of bytes on hover. */
export function ByteSize({ bytes }: { readonly bytes: number }) {
  const { i18n } = useLingui();
  return <span title={`${formatCount(bytes)} B`}>{formatBytes(bytes, i18n.locale)}</span>;
}
