/** The extension's manifest, for each kind of browser. Each permission is explained in PERMISSIONS.md. */

export type BrowserKind = 'chromium' | 'firefox';

export interface ManifestOptions {
  readonly browser: BrowserKind;
  readonly version: string;
  /** Pages that are there, by name. */
  readonly pages: readonly string[];
  /** For tests: sites that are granted from the start, because no program can answer the browser's own question. */
  readonly grantedSites?: readonly string[];
}

/** Sites that a person can let us into, one by one. Without encryption only this computer itself, where servers are being developed. */
const SITES = ['https://*/*', 'http://127.0.0.1/*', 'http://localhost/*'];

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  // Nodes of the chain; on this computer, the embedded one.
  'connect-src https: http://127.0.0.1:* http://localhost:*',
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Makes the id of a copy that is loaded by hand the same everywhere: the public half of a key whose private half nobody has kept. */
const KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAyk5yLvE+QPRv1oHY6Kht9iJXdLyTMtKtB5/zKB22vvY62xVDtrPq6PEYy5dL6fRMvXpygv2/Ejy4UppICLZNpZpPFLHS5rMTBveRgStDJtIldb2ubVTtNJDU37nT9P/HZjd5MUzvUg9jVcZeJVHSHHOS4wRwc7inCJjYhU4Rw43cDvEYWlBwCmleSq32L6FgCcEvSAXV1yh+3TmlvYzhWqU7w3NInoAloggXjFbnMFJBs9Zb3dYcRQv01Gl5i5pPKLVBnYb3Xl52QgKGQiSuRfhe+OeBOFU0S0wqPwTcVsQqgYxf0URHLUOwvEEe5HeKudtGEFJpCd1nXqFFbYYYpwIDAQAB';

const ICONS = Object.fromEntries([16, 32, 48, 128].map((size) => [size, `icons/${size}.png`]));

export function manifest({ browser, version, pages, grantedSites = [] }: ManifestOptions): Record<string, unknown> {
  const page = (name: string) => (pages.includes(name) ? `pages/${name}/${name}.html` : undefined);
  const [popup, options] = [page('popup'), page('options')];
  return {
    manifest_version: 3,
    name: 'x402Pay',
    // In the person's language: `_locales` has what stands between `__MSG_` and `__`.
    description: '__MSG_description__',
    default_locale: 'en',
    version,
    icons: ICONS,
    action: { default_title: 'x402Pay', default_icon: ICONS, ...(popup && { default_popup: popup }) },
    ...(options && { options_ui: { page: options, open_in_tab: true } }),
    permissions: [
      'storage',
      'unlimitedStorage',
      'alarms',
      'idle',
      'activeTab',
      'scripting',
      'webRequest',
      'declarativeNetRequestWithHostAccess',
    ],
    ...(grantedSites.length > 0 && { host_permissions: grantedSites }),
    optional_host_permissions: SITES,
    content_security_policy: { extension_pages: POLICY },
    ...BY_BROWSER[browser],
  };
}

const BY_BROWSER: Readonly<Record<BrowserKind, Record<string, unknown>>> = {
  chromium: {
    key: KEY,
    background: { service_worker: 'worker.js', type: 'module' },
    minimum_chrome_version: '128',
    incognito: 'not_allowed',
  },
  firefox: {
    background: { scripts: ['worker.js'], type: 'module' },
    incognito: 'not_allowed',
    browser_specific_settings: {
      gecko: {
        id: 'x402pay@x402pay.example',
        strict_min_version: '128.0',
        data_collection_permissions: { required: ['financialAndPaymentInfo'] },
      },
    },
  },
};
