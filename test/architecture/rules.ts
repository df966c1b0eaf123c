/** Who may import whom. The table is the rule; `imports.test.ts` holds the code against it. */

/** Room → rooms of ours and packages that it may import. Within `src` everything may import everything but the entry points. */
const ROOMS = {
  src: { rooms: [], packages: ['@noble/hashes'] },
  'server-verifier': {
    rooms: ['src'],
    packages: [
      'jose',
      'zod',
      '@noble/hashes',
      '@noble/curves',
      '@bitauth/libauth',
      'secp256k1',
      'express',
      'hono',
      '@x402/core',
    ],
  },
  elements: {
    rooms: ['src'],
    packages: [
      'lit',
      'idb-keyval',
      'dompurify',
      '@stacks/connect',
      ...['@lit/react', 'react', '@types/react', 'preact', 'solid-js', 'vue', 'svelte'],
    ],
  },
  extension: {
    rooms: ['src', 'elements'],
    packages: ['idb-keyval', 'zod', 'lit', '@noble/hashes', '@noble/secp256k1', '@scure/bip39', '@scure/bip32', 'qr'],
  },
};

/** Packages that one file alone may import, because it is the seam for them. */
const SEAMS = {
  '(@lit/|@types/)?react': '^elements/(react/|typings/react\\.ts$)',
  '(preact|solid-js|vue|svelte)': '^elements/typings/',
  '@stacks/connect': '^elements/wallet/connect\\.ts$',
  dompurify: '^elements/',
  '@scure/bip39': '^extension/seed/',
  '@noble/secp256k1': '^extension/worker/secp256k1\\.ts$',
  '@scure/bip32': '^extension/seed/',
  qr: '^extension/pages/',
  '@noble/curves': '^(src/key-payer|server-verifier/recover)\\.ts$',
  '@bitauth/libauth': '^server-verifier/recover\\.ts$',
  secp256k1: '^server-verifier/recover\\.ts$',
  express: '^server-verifier/adapters/express\\.ts$',
  hono: '^server-verifier/adapters/hono\\.ts$',
  '@x402/core': '^server-verifier/mechanism/',
};

const OURS = '^(src|elements|extension|server-verifier|demo|contracts|test)/';
const TESTS = '\\.(test|browser-test)\\.ts$';
const room = (name: string) => `^${name}/`;
const packagePath = (name: string) => `node_modules/${name}/`;
const NPM = ['npm', 'npm-dev', 'npm-peer', 'npm-optional', 'npm-no-pkg', 'npm-unknown'];

/** Files of `src` that only the outside may reach: they carry a signer, which the core must not. */
const ENTRY_POINTS = '^src/(index|key-payer)\\.ts$';

/** Runs on Node, to make the extension. */
const EXTENSION_BUILD = '^extension/build/';

const layers = Object.entries(ROOMS).flatMap(([name, { rooms, packages }]) => [
  {
    name: `${name}-imports-only-its-neighbours`,
    severity: 'error',
    from: { path: room(name), pathNot: TESTS },
    to: { path: OURS, pathNot: [name, ...rooms].map(room) },
  },
  {
    name: `${name}-imports-only-its-packages`,
    severity: 'error',
    from: { path: room(name), pathNot: [TESTS, '^src/key-payer\\.ts$', '^server-verifier/cli/', EXTENSION_BUILD] },
    to: { dependencyTypes: NPM, pathNot: packages.map(packagePath) },
  },
]);

const seams = Object.entries(SEAMS).map(([name, file]) => ({
  name: `only-its-seam-imports-${name.replace(/\W/g, '-')}`,
  severity: 'error',
  from: { path: '^(src|elements|extension|server-verifier)/', pathNot: [TESTS, file] },
  to: { path: packagePath(name) },
}));

export const forbidden = [
  { name: 'no-circles', severity: 'error', from: { path: OURS }, to: { circular: true } },
  {
    name: 'front-doors-only',
    comment: 'From outside, src is entered through src/*.ts.',
    severity: 'error',
    from: { pathNot: [room('src')] },
    to: { path: room('src'), pathNot: '^src/[^/]+\\.ts$' },
  },
  {
    name: 'src-does-not-use-its-entry-points',
    severity: 'error',
    from: { path: room('src'), pathNot: TESTS },
    to: { path: ENTRY_POINTS },
  },
  {
    name: 'no-node-builtins',
    comment:
      'Browsers, Workers, Deno and Bun run these rooms unchanged. The CLI and the adapters of Node servers are for Node.',
    severity: 'error',
    from: {
      path: '^(src|elements|extension|server-verifier)/',
      pathNot: [TESTS, '^server-verifier/(cli/|adapters/(node|express|seal|vite|eleventy)\\.ts$)', EXTENSION_BUILD],
    },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'only-the-embedded-chain-imports-the-vm',
    comment: '@stacks/clarinet-sdk is GPL-3.0: development only.',
    severity: 'error',
    from: { pathNot: ['^demo/devnet/', '^contracts/'] },
    to: { path: packagePath('@stacks/clarinet-sdk') },
  },
  {
    name: 'nothing-imports-demo-or-test',
    severity: 'error',
    from: { path: '^(src|elements|extension|server-verifier)/', pathNot: TESTS },
    to: { path: '^(demo|test)/' },
  },
  {
    name: 'the-worker-stays-small',
    comment:
      "Elements, templates and words are for the extension's pages: what runs unseen, or inside of other people's pages, has none of it.",
    severity: 'error',
    from: { path: '^extension/(worker|ledger|vault|content|messages|browser)/', pathNot: TESTS },
    to: { path: ['^elements/', '^extension/(pages|seed|build)/', packagePath('lit')] },
  },
  {
    name: 'content-scripts-carry-no-code-of-others',
    comment: 'They are in every page of every granted site.',
    severity: 'error',
    from: { path: '^extension/content/', pathNot: TESTS },
    to: { pathNot: ['^extension/(content|browser)/'], dependencyTypesNot: ['type-only'] },
  },
  ...layers,
  ...seams,
];
