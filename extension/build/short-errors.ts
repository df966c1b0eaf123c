/** Bundles without sentences for developers. The script tag's build has it from here, because the extension's sources go to reviewers alone. */

import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/** An error's message is its code; sentences for developers are a tenth of our bytes. Readers get `explanations.ts`, people our pages' own texts. */
export function shortErrors(): Plugin {
  return {
    name: 'x402pay-short-errors',
    enforce: 'post',
    transform(code, id) {
      // Wherever the project is: a folder around it can be called `src`, too.
      const path = id.startsWith(PROJECT) ? id.slice(PROJECT.length) : '';
      if (!/^(?:src|elements)\/(?!.*(?:texts|explanations)\.ts$)[^?]*\.ts$/.test(path)) return null;
      const sentences: { start: number; end: number }[] = [];
      const visit = (node: unknown): void => {
        if (typeof node !== 'object' || node === null) return;
        const { type, arguments: given } = node as { type?: string; arguments?: SyntaxNode[] };
        if (type === 'NewExpression' || type === 'CallExpression') {
          sentences.push(...(given ?? []).filter((argument) => isSentence(argument, code)));
        }
        for (const child of Object.values(node)) visit(child);
      };
      visit(this.parse(code));
      const pieces = sentences.sort((one, other) => other.start - one.start);
      return pieces.reduce((text, { start, end }) => `${text.slice(0, start)}""${text.slice(end)}`, code);
    },
  };
}

interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** Text that begins with a capital, a quotation or a value, and ends with a full stop. */
function isSentence({ type, start, end }: SyntaxNode, code: string): boolean {
  const isText = type === 'Literal' || type === 'TemplateLiteral';
  return isText && /^["'`](?:[A-Z]|"?\$\{).* .*\.["'`]$/s.test(code.slice(start, end));
}
