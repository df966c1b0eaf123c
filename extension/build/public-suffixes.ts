/**
 * The list that the worker reads beside itself: who sells names to strangers, as registries' own rules. Its private section is left out: names
 * below `github.io` cost nothing, so that a limit for each of them would be none.
 */

import { createRequire } from 'node:module';
import { domainToASCII } from 'node:url';

/** As `tldts-icann` keeps the rules inside: a tree of labels, whose root is the top level. */
interface Tree {
  readonly rulesRoot: number;
  readonly exceptionsRoot: number;
  /** Of each node: whether a rule ends here, and its first edge; the next node's first edge ends them. */
  readonly nodeFlags: Uint8Array;
  readonly edgeStart: Uint16Array;
  readonly edgeChild: Uint16Array;
  /** Of each edge, its label's length; all labels stand in `labelText`, one behind the other. */
  readonly edgeLength: Uint8Array;
  readonly labelText: string;
}

const load = createRequire(import.meta.url);

/** One rule a line, in Punycode, `!` before an exception; in an order of its own, so that two builds are the same bytes. */
export function publicSuffixes(): string {
  const tree = load('tldts-icann/dist/cjs/src/data/trie.js') as Tree;
  const { version } = load('tldts-icann/package.json') as { version: string };
  const exceptions = rulesBelow(tree, tree.exceptionsRoot).map((rule) => `!${rule}`);
  const rules = [...new Set([...rulesBelow(tree, tree.rulesRoot), ...exceptions])].sort();
  // The tree is no promise of its package: what is no list must not be built.
  if (rules.length < 5000 || !['com', 'co.uk', '*.ck', '!www.ck'].every((rule) => rules.includes(rule)))
    throw new Error('tldts-icann keeps its rules in another way: extension/build/public-suffixes.ts must follow.');
  const source = `// Public Suffix List, ICANN section, as in tldts-icann ${version}: https://publicsuffix.org, under the Mozilla Public License 2.0`;
  return `${source}\n${rules.join('\n')}\n`;
}

function rulesBelow({ nodeFlags, edgeStart, edgeChild, edgeLength, labelText }: Tree, root: number): readonly string[] {
  const labels: string[] = [];
  let place = 0;
  for (const length of edgeLength) {
    labels.push(ascii(labelText.slice(place, place + length)));
    place += length;
  }
  const below = (node: number, ending: string): readonly string[] => {
    const first = edgeStart[node] ?? 0;
    return [...edgeChild.subarray(first, edgeStart[node + 1])].flatMap((child, index) => {
      const rule = `${labels[first + index]}${ending}`;
      return [...(nodeFlags[child] ? [rule] : []), ...below(child, `.${rule}`)];
    });
  };
  return below(root, '');
}

/** Only what needs it: `*` is no label, and a number alone would become an address. */
const ascii = (label: string) => (/^[\w*-]+$/.test(label) ? label : domainToASCII(label));
