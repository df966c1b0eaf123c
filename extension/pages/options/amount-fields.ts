/** Fields for amounts, where the sentence above the page cannot say which of them it means. */

import { typedAmount } from '../parts/amounts.js';

/** Marks those that cannot be read, and goes to the first. An empty one is for who reads the form. */
export function markAmounts(form: HTMLFormElement, decimals: number): void {
  const fields = [...form.querySelectorAll<HTMLInputElement>('[inputmode="decimal"]')];
  for (const field of fields) field.ariaInvalid = String(!isAmount(field.value, decimals));
  fields.find(({ ariaInvalid }) => ariaInvalid === 'true')?.focus();
}

function isAmount(text: string, decimals: number): boolean {
  if (text.trim() === '') return true;
  try {
    typedAmount(text, decimals);
    return true;
  } catch {
    return false;
  }
}
