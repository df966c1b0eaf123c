/** Clarity values as the API shows them: `{ hex, repr }`. */

import { ClarityType, type ClarityValue, cvToString, deserializeCV, serializeCV } from '@stacks/transactions';

export interface ShownValue {
  readonly hex: string;
  readonly repr: string;
}

export function shownValue(value: string | ClarityValue): ShownValue {
  const parsed = typeof value === 'string' ? deserializeCV(value) : value;
  return { hex: typeof value === 'string' ? value : `0x${serializeCV(value)}`, repr: repr(parsed) };
}

/** The node quotes principals, and the library does not. */
function repr(value: ClarityValue): string {
  switch (value.type) {
    case ClarityType.PrincipalStandard:
    case ClarityType.PrincipalContract:
      return `'${cvToString(value)}`;
    case ClarityType.StringASCII:
      return `"${value.value.replace(/["\\]/g, '\\$&')}"`;
    case ClarityType.OptionalSome:
      return `(some ${repr(value.value)})`;
    case ClarityType.ResponseOk:
      return `(ok ${repr(value.value)})`;
    case ClarityType.ResponseErr:
      return `(err ${repr(value.value)})`;
    case ClarityType.List:
      return `(list${value.value.map((item) => ` ${repr(item)}`).join('')})`;
    case ClarityType.Tuple:
      return `(tuple ${Object.entries(value.value)
        .map(([name, item]) => `(${name} ${repr(item)})`)
        .join(' ')})`;
    default:
      return cvToString(value);
  }
}
