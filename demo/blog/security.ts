/** Headers that every answer carries. The pages run under a strict policy: no inline script, no inline style but known ones, Trusted Types. */

import { createHash } from 'node:crypto';

const directives = (styles: string) => [
  "default-src 'none'",
  "script-src 'self'",
  `style-src ${styles}`,
  "img-src 'self' data:",
  "font-src 'self'",
  // Any port of this computer: the embedded chain, its WebSocket, and other servers that are being tried.
  "connect-src 'self' http://127.0.0.1:* ws://127.0.0.1:*",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
];

const HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
};

/** The policy of a page: a style that is written into it is allowed by its hash. */
export function policyOf(page: string): string {
  const styles = [...page.matchAll(/<style>(.*?)<\/style>/gs)].map(([, text = '']) => text);
  const hashes = styles.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
  return directives(["'self'", ...hashes].join(' ')).join('; ');
}

const POLICY = policyOf('');

export function withSecurityHeaders(response: Response): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
  // The verifier's own page, for readers who open a resource directly, comes with a policy of its own.
  if (!headers.has('content-security-policy')) headers.set('content-security-policy', POLICY);
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}
