import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HistoryEntry } from '../../messages/panel.js';
import { csvCell, historyAsCsv, historyAsJson } from './export.js';

/** A reader of CSV that knows nothing of how it was written (RFC 4180). */
function readCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  let rest = text;
  while (rest !== '') {
    const quoted = /^"((?:[^"]|"")*)"/.exec(rest);
    const cell = quoted ? (quoted[1] as string).replaceAll('""', '"') : (/^[^,\r\n]*/.exec(rest) as RegExpExecArray)[0];
    rows.at(-1)?.push(cell);
    rest = rest.slice(quoted ? quoted[0].length : cell.length);
    if (rest.startsWith(',')) rest = rest.slice(1);
    else if (rest.startsWith('\r\n')) {
      rest = rest.slice(2);
      if (rest !== '') rows.push([]);
    } else throw new Error(`Cannot be read: ${rest.slice(0, 40)}`);
  }
  return rows;
}

const ENTRY: HistoryEntry = {
  ...{ id: '1', state: 'delivered', network: 'stacks:1', site: 'https://a.example', seller: 'https://a.example' },
  ...{
    resource: 'https://a.example/x',
    method: 'GET',
    asset: 'STX',
    symbol: 'STX',
    decimals: 6,
    amountAtomic: '500000',
  },
  ...{ maxFeeAtomic: '20000', payTo: 'SP000000000000000000002Q6VF78', challenge: '', approved: false, at: 0 },
};
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom(...'=+-@"\'\t\r\n,; ab1'.split('')) }),
);

describe('the history as CSV', () => {
  it('comes back as it was, whatever sites have written', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (descriptions) => {
        const csv = historyAsCsv(descriptions.map((description) => ({ ...ENTRY, description })));
        const [names = [], ...rows] = readCsv(csv);
        expect(rows.map((row) => row.length)).toEqual(descriptions.map(() => names.length));
        const column = names.indexOf('description');
        for (const [index, description] of descriptions.entries()) {
          expect([description, `'${description}`]).toContain(rows[index]?.[column]);
        }
      }),
    );
  });

  it('has no cell that a spreadsheet would run', () => {
    fc.assert(
      fc.property(text, (cell) => {
        const [[read = '']] = readCsv(`${csvCell(cell)}\r\n`) as [[string]];
        expect(read).not.toMatch(/^[\s\0]*[=+\-@＝＋－＠]/);
        expect(read).not.toMatch(/^[\t\r\n]/);
      }),
    );
    for (const formula of ['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\t=1', '＝1'])
      expect(csvCell(formula)).toContain(`'${formula}`);
  });

  it('leaves amounts exact', () => {
    const [names = [], row = []] = readCsv(
      historyAsCsv([{ ...ENTRY, amountAtomic: '123456789012345678901234567890' }]),
    );
    expect(row[names.indexOf('amount')]).toBe('123456789012345678901234.56789');
  });
});

describe('the history as JSON', () => {
  it('has times that people can read, and no floating point', () => {
    const { payments, exportedAt } = JSON.parse(historyAsJson([ENTRY], 1000));
    expect([payments[0].time, exportedAt]).toEqual(['1970-01-01T00:00:00.000Z', '1970-01-01T00:00:01.000Z']);
    expect(payments[0].amountAtomic).toBe('500000');
  });
});
