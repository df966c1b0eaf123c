/** One picture of one of the extension's pages. */

import type { ScriptedExtension } from '../../browser/scripted-extension.js';

export interface Face {
  /** What the worker knows. */
  readonly prepare?: (extension: ScriptedExtension) => void;
  /** What a person does, one thing after the other. */
  readonly acts?: readonly ((root: ShadowRoot) => void)[];
  /** Query and fragment of the page's address. */
  readonly address?: string;
  /** Of the window, where it is not the usual one. */
  readonly width?: number;
  readonly height?: number;
  /** Scrolled to its end. */
  readonly atEnd?: boolean;
}

export type Faces = Readonly<Record<string, Face>>;

/** What a person types. */
export function type(selector: string, value: string): (root: ShadowRoot) => void {
  return (root) => {
    const field = root.querySelector<HTMLInputElement>(selector);
    if (!field) throw new Error(`There is no ${selector}.`);
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  };
}

/** What a person presses. */
export function press(selector: string): (root: ShadowRoot) => void {
  return (root) => {
    const found = root.querySelector<HTMLElement>(selector);
    if (!found) throw new Error(`There is no ${selector}.`);
    found.click();
  };
}
