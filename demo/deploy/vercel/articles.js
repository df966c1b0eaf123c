/**
 * What is sold, by the last part of its address: `welcome` is `/articles/welcome`. The text is HTML; the page that shows it cleans it. Names
 * have letters, digits and hyphens.
 *
 * @type {Record<string, string>}
 */
export const articles = {
  welcome: `
<p>You have paid, and here is the rest.</p>
<p>Put your own text in its place, in the file articles.js.</p>
`,
};
