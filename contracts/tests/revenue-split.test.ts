import { Cl } from '@stacks/transactions';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SplitRecipient } from '../../server-verifier/cli/revenue-split.js';
import {
  ACCOUNTS,
  type Answer,
  type AssetName,
  Chain,
  CONTENT_ID,
  EPOCHS,
  expectedShares,
  RECIPIENTS,
  templateSource,
  tokenId,
} from './chain.js';

const { payer, stranger, deployer } = ACCOUNTS;
const ASSETS = ['STX', 'honest-token'] as const;

const two = split([8000, 2000]);
const ten = split([3333, 2000, 1500, 1000, 900, 700, 500, 60, 6, 1]);

describe.each(EPOCHS)('the revenue split in epoch %s', (epoch) => {
  let chain: Chain;
  /** Deployed from the rendered template: one for two recipients, one for ten. */
  let contracts: { id: string; recipients: readonly SplitRecipient[] }[];

  beforeAll(async () => {
    chain = await Chain.start(epoch);
    chain.mint('honest-token', 10n ** 15n, payer);
    chain.mint('honest-token', 10n ** 15n, RECIPIENTS[0] as string);
    contracts = [
      { id: chain.deploySplit('split-two', two), recipients: two },
      { id: chain.deploySplit('split-ten', ten), recipients: ten },
    ];
  });

  it('tells its version, its recipients and its STX', () => {
    for (const { id, recipients } of contracts) {
      expect(chain.read(id, 'get-version')).toBe(1n);
      expect(chain.read(id, 'get-recipients')).toEqual(
        recipients.map(({ principal, basisPoints }) => ({ recipient: principal, 'basis-points': BigInt(basisPoints) })),
      );
      expect(chain.read(id, 'get-stx-balance')).toBe(chain.balance('STX', id));
    }
  });

  it.each(ASSETS)(
    'pays every recipient at once in %s, straight from the payer, and prints what was paid for',
    (asset) => {
      for (const { id, recipients } of contracts) {
        const amount = 1_000_003n;
        const before = balances(asset, id, recipients);
        const answer = chain.pay(id, asset, amount, payer);

        const shares = expectedShares(amount, recipients);
        expect(answer.ok).toBe(true);
        expect(balances(asset, id, recipients)).toEqual({
          payer: before.payer - amount,
          contract: before.contract,
          recipients: before.recipients.map((balance, index) => balance + (shares[index] as bigint)),
        });
        expect(answer.prints).toEqual([
          {
            topic: 'pay',
            version: 1n,
            'content-id': `0x${Buffer.from(CONTENT_ID).toString('hex')}`,
            token: asset === 'STX' ? null : tokenId(asset),
            amount,
            payer,
            memo: `0x${Buffer.from('x402:memo').toString('hex')}`,
            shares: recipients.map(({ principal }, index) => ({ recipient: principal, amount: shares[index] })),
          },
        ]);
      }
    },
  );

  it.each(ASSETS)('takes plain transfers in %s, and anyone may distribute them', (asset) => {
    for (const { id, recipients } of contracts) {
      const before = balances(asset, id, recipients);
      chain.transfer(asset, 12_345n, payer, id);
      chain.transfer(asset, 1n, payer, id);
      expect(chain.balance(asset, id)).toBe(12_346n);
      const answer = chain.distribute(id, asset, stranger);

      const shares = expectedShares(12_346n, recipients);
      expect(answer.ok).toBe(12_346n);
      expect(balances(asset, id, recipients)).toEqual({
        payer: before.payer - 12_346n,
        contract: 0n,
        recipients: before.recipients.map((balance, index) => balance + (shares[index] as bigint)),
      });
      expect(answer.prints).toEqual([
        {
          topic: 'distribute',
          version: 1n,
          token: asset === 'STX' ? null : tokenId(asset),
          amount: 12_346n,
          caller: stranger,
          shares: recipients.map(({ principal }, index) => ({ recipient: principal, amount: shares[index] })),
        },
      ]);
    }
  });

  it.each(ASSETS)('keeps the payment of a recipient in %s whole, for the next distribution', (asset) => {
    for (const { id, recipients } of contracts) {
      const recipient = recipients[0]?.principal as string;
      const before = balances(asset, id, recipients);
      const answer = chain.pay(id, asset, 999n, recipient);

      expect(answer.ok).toBe(true);
      expect(answer.prints[0]).toMatchObject({ payer: recipient, shares: [{ recipient: id, amount: 999n }] });
      expect(chain.balance(asset, id)).toBe(before.contract + 999n);
      expect(chain.distribute(id, asset, recipient).ok).toBe(999n);
      const shares = expectedShares(999n, recipients);
      expect(balances(asset, id, recipients)).toEqual({
        ...before,
        recipients: before.recipients.map(
          (balance, index) => balance + (shares[index] as bigint) - (index === 0 ? 999n : 0n),
        ),
      });
    }
  });

  it('gives the first recipient what rounding leaves, and sends no share of zero', () => {
    const { id, recipients } = contracts[1] as (typeof contracts)[number];
    const before = balances('STX', id, recipients);
    expect(chain.pay(id, 'STX', 1n, payer).ok).toBe(true);
    expect(balances('STX', id, recipients).recipients).toEqual(
      before.recipients.map((balance, index) => balance + (index === 0 ? 1n : 0n)),
    );
  });

  it.each(ASSETS)('puts the memo on every transfer of %s, from an empty one to one of 34 bytes', (asset) => {
    const { id } = contracts[0] as (typeof contracts)[number];
    for (const memo of ['', 'order 7', 'x402:abcdefghijklmnopqrstuvwxyz012']) {
      const answer = chain.pay(id, asset, 100n, payer, memo);
      const hex = Buffer.from(memo).toString('hex');
      expect(answer.prints[0]?.memo).toBe(`0x${hex}`);
      expect(answer.memos.map((found) => String(found).replace(/^0x/, ''))).toEqual([hex, hex]);
    }
  });

  it('computes shares that add up to any amount a uint can hold, each within one unit of its fraction', () => {
    for (const { id, recipients } of contracts) {
      fc.assert(
        fc.property(fc.bigInt(0n, 2n ** 128n - 1n), (amount) => {
          const shares = chain.read(id, 'get-shares', [Cl.uint(amount)]) as { recipient: string; amount: bigint }[];
          expect(shares.map(({ recipient }) => recipient)).toEqual(recipients.map(({ principal }) => principal));
          expect(shares.map((share) => share.amount)).toEqual(expectedShares(amount, recipients));
          expect(shares.reduce((sum, share) => sum + share.amount, 0n)).toBe(amount);
        }),
        { numRuns: 100 },
      );
    }
  });

  it('costs less than a hundredth of a block, for ten recipients too', () => {
    const { id } = contracts[1] as (typeof contracts)[number];
    chain.transfer('honest-token', 1_000_000n, payer, id);
    for (const answer of [
      chain.pay(id, 'honest-token', 1_000_000n, payer),
      chain.distribute(id, 'honest-token'),
      chain.pay(id, 'STX', 1_000_000n, payer),
    ]) {
      expect(fullestDimension(answer)).toBeLessThan(0.01);
    }
  });

  describe('refuses', () => {
    /** Every `ERR_` constant has a row here; the test below compares the two lists. */
    const refusals: Record<string, () => number | undefined> = {
      ERR_INVALID_SPLIT: () => deploymentError(templateSource),
      ERR_ZERO_AMOUNT: () => chain.pay(revenueSplit, 'STX', 0n, payer).error,
      ERR_NOTHING_TO_DISTRIBUTE: () => chain.distribute(revenueSplit, 'STX').error,
      ERR_TRANSFER_FAILED: () => chain.pay(revenueSplit, 'STX', 10n ** 18n, payer).error,
      ERR_BALANCE_UNKNOWN: () => {
        chain.behave('keeps the balance secret');
        return chain.distribute(revenueSplit, 'hostile-token').error;
      },
      ERR_ALLOWANCE_EXCEEDED: () => {
        chain.behave('moves one more');
        return chain.pay(revenueSplit, 'hostile-token', 100n, payer).error;
      },
    };
    const constants = [...templateSource.matchAll(/^\(define-constant (ERR_\w+) \(err u(\d+)\)\)$/gm)];
    let revenueSplit: string;

    beforeAll(() => {
      revenueSplit = chain.deploySplit('revenue-split', two);
      chain.deployHostileToken();
      chain.mint('hostile-token', 1_000_000n, payer);
      chain.mint('hostile-token', 1_000_000n, revenueSplit);
    });

    it('with errors that are all tested here, all different, and all described', () => {
      expect(constants.map(([, name]) => name).sort()).toEqual(Object.keys(refusals).sort());
      expect(new Set(constants.map(([, , code]) => code)).size).toBe(constants.length);
      expect(templateSource.match(/^;;.*\n\(define-constant ERR_/gm)).toHaveLength(constants.length);
    });

    it.each(constants.map(([, name, code]) => [name as string, Number(code)] as const))('%s (u%i)', (name, code) => {
      expect(refusals[name]?.()).toBe(code);
    });

    it.each(ASSETS)('to pay in %s what the payer does not have, and moves nothing', (asset) => {
      const before = balances(asset, revenueSplit, two);
      // The first share could be paid; the second could not.
      const amount = (before.payer * 10n) / 9n;
      expect(chain.pay(revenueSplit, asset, amount, payer)).toMatchObject({ error: 103, prints: [] });
      expect(balances(asset, revenueSplit, two)).toEqual(before);
    });

    it.each(ASSETS)('to distribute %s when there is none', (asset) => {
      expect(chain.distribute(revenueSplit, asset)).toMatchObject({ error: 102, prints: [] });
    });
  });

  describe('cannot be deployed', () => {
    const [first, second] = RECIPIENTS as [string, string];
    it.each<[string, [string, number][]]>([
      ['with one recipient', [[first, 10_000]]],
      ['with eleven', [...ten.map(({ principal }): [string, number] => [principal, 1000]), [stranger, 1]]],
      [
        'with shares of 9,999 basis points',
        [
          [first, 5000],
          [second, 4999],
        ],
      ],
      [
        'with shares of 10,001 basis points',
        [
          [first, 5000],
          [second, 5001],
        ],
      ],
      [
        'with a share of zero',
        [
          [first, 10_000],
          [second, 0],
        ],
      ],
      [
        'with a recipient twice',
        [
          [first, 5000],
          [second, 2500],
          [first, 2500],
        ],
      ],
      [
        'with a recipient of another network',
        [
          [first, 5000],
          ['SP000000000000000000002Q6VF78', 5000],
        ],
      ],
      [
        'with itself as a recipient',
        [
          [first, 5000],
          [`${deployer}.unsound`, 5000],
        ],
      ],
    ])('%s', (_, recipients) => {
      expect(deploymentError(written(recipients))).toBe(100);
    });

    it('as the unrendered template', () => {
      expect(deploymentError(templateSource)).toBe(100);
    });
  });

  function balances(asset: AssetName, contract: string, recipients: readonly SplitRecipient[]) {
    return {
      payer: chain.balance(asset, payer),
      contract: chain.balance(asset, contract),
      recipients: recipients.map(({ principal }) => chain.balance(asset, principal)),
    };
  }

  /** The code with which the deployment of this source aborts. */
  function deploymentError(source: string): number | undefined {
    try {
      chain.deploySource('unsound', source);
      return undefined;
    } catch (error) {
      const code = /UnwrapFailed\(Response\(ResponseData \{ committed: false, data: UInt\((\d+)\)/.exec(String(error));
      if (!code) throw error;
      return Number(code[1]);
    }
  }
});

function split(basisPoints: readonly number[]): SplitRecipient[] {
  return basisPoints.map((points, index) => ({ principal: RECIPIENTS[index] as string, basisPoints: points }));
}

/** The template with recipients that nobody has checked. */
function written(recipients: readonly [string, number][]): string {
  const entries = recipients.map(([principal, points]) => `{ recipient: '${principal}, basis-points: u${points} }`);
  return templateSource.replace(/^ {2}\{ recipient: .*$/m, entries.join('\n'));
}

function fullestDimension({ costs }: Answer): number {
  return Math.max(...Object.entries(costs.limit).map(([dimension, limit]) => (costs.used[dimension] ?? 0) / limit));
}
