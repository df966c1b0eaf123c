/** Where the running script came from. */

/**
 * The browser says it of classic scripts. Of modules (`<script type="module">`, or an import by the page's own code) only `import.meta` would say it, which
 * a classic script must not contain; the stack of an error names the file in every browser, in both cases.
 *
 * @param element `document.currentScript`
 * @param stack of an error made in the script
 */
export function addressOf(element: { readonly src?: string } | null, stack = ''): string | undefined {
  return element?.src || /[\w-]+:\/\/.+?(?=:\d+:\d+)/.exec(stack)?.[0];
}
