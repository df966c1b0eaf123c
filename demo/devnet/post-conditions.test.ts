import { Cl, Pc, type PostCondition, PostConditionMode, postConditionToWire } from '@stacks/transactions';
import { describe, expect, it } from 'vitest';
import { violatedPostCondition } from './post-conditions.js';
import type { VmEvent } from './vm.js';

const ORIGIN = 'ST1SJ3DTE5DN7X54YDH5D64R3BCB6A2AG2ZQ8YPD5';
const OTHER = 'ST2CY5V39NHDPWSXMW9QDT3HC3GD6Q6XX4CFRK9AG';
const CONTRACT = `${ORIGIN}.shop` as const;
const TOKEN = `${OTHER}.token::coin` as const;

const stx = (amount: number, sender = ORIGIN, recipient = OTHER): VmEvent => ({
  event: 'stx_transfer_event',
  data: { amount: String(amount), sender, recipient },
});
const ft = (amount: number, sender = ORIGIN, recipient = OTHER): VmEvent => ({
  event: 'ft_transfer_event',
  data: { amount: String(amount), sender, recipient, asset_identifier: TOKEN },
});
const nft = (id: number, sender = ORIGIN): VmEvent => ({
  event: 'nft_transfer_event',
  data: {
    sender,
    recipient: OTHER,
    asset_identifier: `${OTHER}.art::piece`,
    raw_value: `0x${Cl.serialize(Cl.uint(id))}`,
  },
});

const { Allow, Deny, Originator } = PostConditionMode;
const holds = (events: VmEvent[], conditions: PostCondition[], mode = Allow) =>
  violatedPostCondition(conditions.map(postConditionToWire), mode, ORIGIN, events) === undefined;

describe('amounts', () => {
  const origin = Pc.principal(ORIGIN);
  it.each([
    ['equal', origin.willSendEq(5).ustx(), [false, true, false]],
    ['greater', origin.willSendGt(5).ustx(), [false, false, true]],
    ['greater or equal', origin.willSendGte(5).ustx(), [false, true, true]],
    ['less', origin.willSendLt(5).ustx(), [true, false, false]],
    ['less or equal', origin.willSendLte(5).ustx(), [true, true, false]],
  ])('compare with 4, 5 and 6: %s', (_, condition, expected) => {
    expect([4, 5, 6].map((amount) => holds([stx(amount)], [condition]))).toEqual(expected);
  });

  it('add up over a transaction, whatever comes back', () => {
    const events = [stx(3), stx(2), stx(5, OTHER, ORIGIN)];
    expect(holds(events, [origin.willSendEq(5).ustx()])).toBe(true);
    expect(holds(events, [origin.willSendEq(0).ustx()])).toBe(false);
  });

  it('count what is burned, and not what is minted', () => {
    const burned: VmEvent = { event: 'ft_burn_event', data: { amount: '4', sender: ORIGIN, asset_identifier: TOKEN } };
    const minted: VmEvent = {
      event: 'ft_mint_event',
      data: { amount: '9', recipient: ORIGIN, asset_identifier: TOKEN },
    };
    const condition = origin.willSendEq(4).ft(`${OTHER}.token`, 'coin');
    expect(holds([burned, minted], [condition], Deny)).toBe(true);
    expect(holds([minted], [], Deny)).toBe(true);
  });

  it('of another token or another sender do not count', () => {
    const condition = origin.willSendEq(5).ft(`${OTHER}.token`, 'other');
    expect(holds([ft(5)], [condition])).toBe(false);
    expect(holds([ft(5, OTHER)], [origin.willSendEq(5).ft(`${OTHER}.token`, 'coin')])).toBe(false);
  });

  it('that are not sent are zero', () => {
    expect(holds([], [origin.willSendEq(0).ustx()], Deny)).toBe(true);
    expect(holds([], [origin.willSendGte(1).ustx()], Allow)).toBe(false);
  });
});

describe('principals', () => {
  it('may be the origin, an account, or a contract', () => {
    const events = [stx(1), stx(2, OTHER), stx(3, CONTRACT)];
    expect(
      holds(
        events,
        [
          Pc.origin().willSendEq(1).ustx(),
          Pc.principal(OTHER).willSendEq(2).ustx(),
          Pc.principal(CONTRACT).willSendEq(3).ustx(),
        ],
        Deny,
      ),
    ).toBe(true);
  });
});

describe('non-fungible tokens', () => {
  const piece = [`${OTHER}.art::piece`, Cl.uint(1)] as const;
  const origin = Pc.principal(ORIGIN);

  it('are sent, not sent, or may be sent, one by one', () => {
    const sends = origin.willSendAsset().nft(...piece);
    const keeps = origin.willNotSendAsset().nft(...piece);
    const may: PostCondition = { ...sends, condition: 'maybe-sent' };
    expect([[nft(1)], [nft(2)]].map((events) => [sends, keeps, may].map((one) => holds(events, [one])))).toEqual([
      [true, false, true],
      [false, true, true],
    ]);
  });

  it('need a condition each in Deny mode', () => {
    const sends = origin.willSendAsset().nft(...piece);
    expect(holds([nft(1)], [sends], Deny)).toBe(true);
    expect(holds([nft(1), nft(2)], [sends], Deny)).toBe(false);
  });
});

describe('modes', () => {
  it('Deny wants every outflow of everybody covered', () => {
    const covered = [Pc.principal(ORIGIN).willSendEq(5).ustx()];
    expect(holds([stx(5)], covered, Deny)).toBe(true);
    expect(holds([stx(5), ft(1)], covered, Deny)).toBe(false);
    expect(holds([stx(5), stx(1, OTHER)], covered, Deny)).toBe(false);
  });

  it('Originator wants the outflows of the origin covered only', () => {
    expect(holds([stx(1, CONTRACT), ft(1, OTHER)], [], Originator)).toBe(true);
    expect(holds([stx(1)], [], Originator)).toBe(false);
    expect(holds([stx(1, CONTRACT)], [Pc.principal(CONTRACT).willSendEq(2).ustx()], Originator)).toBe(false);
  });

  it('Allow wants nothing covered, but conditions must hold', () => {
    expect(holds([stx(5), ft(1)], [], Allow)).toBe(true);
    expect(holds([stx(5)], [Pc.principal(ORIGIN).willSendEq(4).ustx()], Allow)).toBe(false);
  });
});
