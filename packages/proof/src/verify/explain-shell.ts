/** The programs that the commands of an explanation need: GNU coreutils and tar, jq, and openssl 3. */
export const EXPLAIN_NEEDS = "bash, tar, sha256sum, basenc (GNU coreutils), jq, openssl 3";

/** What openssl prints of a signature that holds. */
export const OPENSSL_SAYS = "Signature Verified Successfully";

/** Opens `bundle` in a new folder and goes there. */
export const OPEN_BUNDLE = String.raw`set -euo pipefail
work=$(mktemp -d)
mkdir "$work/bundle"
tar --force-local -xf "$bundle" -C "$work/bundle"
cd "$work/bundle"`;

/** How hashes and signatures are checked, as functions. RFC 8410 has the key's DER prefix. */
export const SIGNING = String.raw`unhex() { printf %s "$1" | tr a-f A-F | basenc --base16 -d; }
digest() { sha256sum | cut -c1-64; }

# signed DOMAIN PUBLIC_KEY SIGNATURE < canonical JSON
signed() {
  { printf '%s\n' "$1"; cat; } > ../message
  unhex "302a300506032b6570032100$2" > ../key
  unhex "$3" > ../signature
  openssl pkeyutl -verify -pubin -keyform DER -inkey ../key -rawin -in ../message -sigfile ../signature
}`;

/** Formulas: RFC 9162 (trees). */
const TREE_AND_CHAIN = String.raw`leaf() { { printf '\000'; cat; } | digest; }
node() { { printf '\001'; unhex "$1$2"; } | digest; }

# root FIRST COUNT: over the entries of the manifest
mapfile -t entries < <(jq -cS '.manifest.chunks[]' manifest.json)
root() {
  if [ "$2" -eq 1 ]; then printf %s "\${entries[$1]}" | leaf; return; fi
  local split=1
  while [ $((split * 2)) -lt "$2" ]; do split=$((split * 2)); done
  node "$(root "$1" "$split")" "$(root $(($1 + split)) $(($2 - split)))"
}

# transaction_root EVIDENCE: what the path leads to from the transaction up
transaction_root() {
  local at last value step
  at=$(jq .tx_index "$1")
  last=$(($(jq '.headers[0].header.tx_count' "$1") - 1))
  value=$(jq -cjS .transaction "$1" | leaf)
  for step in $(jq -r '.tx_path[]' "$1"); do
    if [ $((at % 2)) -eq 1 ] || [ "$at" -eq "$last" ]; then
      value=$(node "$step" "$value")
      while [ $((at % 2)) -eq 0 ] && [ "$at" -ne 0 ]; do at=$((at / 2)); last=$((last / 2)); done
    else
      value=$(node "$value" "$step")
    fi
    at=$((at / 2)); last=$((last / 2))
  done
  [ "$last" -eq 0 ] && echo "$value"
}

# blocks EVIDENCE: each header is signed by a producer and follows the one before; prints the hash of the last
blocks() {
  local index header producer previous=
  for index in $(jq -r '.headers | keys[]' "$1"); do
    header=$(jq -cjS ".headers[$index].header" "$1")
    producer=$(jq -r .producer <<< "$header")
    jq -e --arg key "$producer" 'any(.producers[]; .public_key == $key)' genesis.json > /dev/null
    printf %s "$header" | signed lucid:block:v1 "$producer" "$(jq -r ".headers[$index].signature" "$1")" > /dev/null
    if [ -n "$previous" ]; then [ "$previous" = "$(jq -r .previous_hash <<< "$header")" ]; fi
    previous=$(printf %s "$header" | digest)
  done
  echo "$previous"
}

# votes EVIDENCE LINK: checks each vote; prints "final" for more than two thirds of the weight
votes() {
  local attester weight=0 total
  total=$(jq '[.producers[].weight] | add' genesis.json)
  for attester in $(jq -r ".finality[$2].signatures[].attester" "$1" | sort -u); do
    jq -cjS --arg network "$(digest < genesis.json)" --arg attester "$attester" \
      ".finality[$2] | {network: \$network, epoch, source, target, attester: \$attester}" "$1" |
      signed lucid:attestation:v1 "$attester" \
        "$(jq -r --arg attester "$attester" "first(.finality[$2].signatures[] | select(.attester == \$attester)).signature" "$1")" > /dev/null
    weight=$((weight + $(jq --arg key "$attester" '.producers[] | select(.public_key == $key).weight' genesis.json)))
  done
  if [ $((3 * weight)) -gt $((2 * total)) ]; then echo final; else echo "NOT FINAL: $weight of $total"; fi
}`.replaceAll("\\${", "${");

/** The steps that several checks of a bundle need, as functions. */
export const FUNCTIONS = `${SIGNING}\n\n${TREE_AND_CHAIN}`;

/** A word that bash reads as exactly this text, whatever it holds. */
export function shellWord(text: string): string {
  if (/^[\p{L}\p{N} /._:,+@%=-]+$/u.test(text)) return `'${text}'`;
  const escaped = Array.from(text, (letter) => {
    const code = letter.codePointAt(0) ?? 0;
    if (letter === "'" || letter === "\\") return `\\${letter}`;
    return code < 0x20 || code > 0x7e ? `\\U${code.toString(16).padStart(8, "0")}` : letter;
  });
  return `$'${escaped.join("")}'`;
}
