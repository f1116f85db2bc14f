import type { I18n } from "@lingui/core";
import { foreignText, type ReadStamp, type TimeProofAcceptance } from "@lucid/proof";
import { formatCount } from "../../shared/format/index.ts";
import { spanOf, utcOf } from "./facts-in-words.ts";

/** What a time proof adds, and on whose word it rests. English is the wording of the verifier itself. */
export const timeProofInWords = ({ facts, doubts }: TimeProofAcceptance, i18n: I18n): string[] => [
  ...facts.stamps.map((stamp) => stampInWords(stamp, i18n)),
  ...doubtsInWords(doubts, i18n),
  i18n.t(
    "A stamp is an upper bound and nothing else: it does not show when anything began. Whether a certificate was revoked was not asked.",
  ),
];

function stampInWords(stamp: ReadStamp, i18n: I18n): string {
  const { block, atMs, accuracyMs } = stamp;
  const said = {
    ...{ who: whoSays(stamp, i18n), height: formatCount(block.height) },
    ...{ time: utcOf(atMs), before: boundOf(atMs + accuracyMs), span: spanOf(accuracyMs) },
  };
  if (!block.isShown)
    return accuracyMs === 0
      ? i18n.t(
          "{who} that a block existed at {time}, which calls itself block {height} and goes on from this recording's: so this recording was recorded before {before}. Nothing here shows that the network has that block.",
          said,
        )
      : i18n.t(
          "{who} that a block existed at {time}, give or take {span}, which calls itself block {height} and goes on from this recording's: so this recording was recorded before {before}. Nothing here shows that the network has that block.",
          said,
        );
  return accuracyMs === 0
    ? i18n.t(
        "{who} that this chain's block {height} existed at {time}: so everything up to block {height}, this recording included, was recorded before {before}.",
        said,
      )
    : i18n.t(
        "{who} that this chain's block {height} existed at {time}, give or take {span}: so everything up to block {height}, this recording included, was recorded before {before}.",
        said,
      );
}

/** A time is shown to the second: as a bound from above, the one after it. */
const boundOf = (ms: number): string => utcOf(Math.ceil(ms / 1_000) * 1_000);

/** How the sentence begins, whose end is what they say. */
function whoSays({ signer, pinned }: ReadStamp, i18n: I18n): string {
  const name = foreignText(signer.name);
  if (pinned === null)
    return i18n.t(
      "Whoever holds the key of a certificate that calls itself {name} (SHA-256 {hash}) says, and nothing ties it to anybody you named,",
      { name, hash: signer.sha256 },
    );
  const { known } = pinned;
  if (known !== null)
    return pinned.sha256 === signer.sha256
      ? i18n.t('The authority "{known}" of your address book says', { known })
      : i18n.t('{name}, certified by the authority "{known}" of your address book, says', { name, known });
  if (pinned.sha256 === signer.sha256) return i18n.t("{name}, whose certificate you named, says", { name });
  return i18n.t("{name}, certified by {issuer} whose certificate you named, says", { name, issuer: foreignText(pinned.name) });
}

function doubtsInWords({ blockAfterStampMs, aheadMs, apartMs, unreadable }: TimeProofAcceptance["doubts"], i18n: I18n): string[] {
  const said: string[] = [];
  if (blockAfterStampMs > 0)
    said.push(
      i18n.t(
        "A contradiction: a block is dated {span} after a time at which an authority says that it existed. One of the two clocks was wrong.",
        { span: spanOf(blockAfterStampMs) },
      ),
    );
  if (aheadMs > 0) said.push(i18n.t("A stamp is dated {span} after your own clock.", { span: spanOf(aheadMs) }));
  if (apartMs > 0)
    said.push(
      i18n.t(
        "Stamps of the same block are {span} apart. The later can have been asked for later; the earlier rests on its own authority alone.",
        { span: spanOf(apartMs) },
      ),
    );
  for (const name of unreadable)
    said.push(
      i18n.t('The certificate of the authority "{name}" of your address book cannot be read: it counts for nothing.', { name }),
    );
  return said;
}
