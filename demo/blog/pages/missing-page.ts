/** The page for an address that leads nowhere. */

import { html } from '../html.js';
import { page } from './layout.js';

export function missingPage(): string {
  return page({
    title: 'Not found · BitBlog',
    description: 'There is nothing at this address.',
    path: '',
    main: html`
<div class="opening">
<p class="label">404</p>
<h1>There is nothing here, and it would have been free</h1>
<p>Perhaps one of the <a href="/">articles</a> will do.</p>
</div>`,
  });
}
