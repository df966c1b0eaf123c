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
  elements: { rooms: ['src'], packages: ['lit', 'idb-keyval', 'dompurify', '@stacks/connect'] },
  extension: { rooms: ['src', 'elements'], packages: ['idb-keyval', 'zod', 'lit'] },
};

/** Packages that one file alone may import, because it is the seam for them. */
const SEAMS = {
  '@stacks/connect': '^elements/wallet/connect\\.ts$',
  dompurify: '^elements/',
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
    from: { path: room(name), pathNot: [TESTS, '^src/key-payer\\.ts$', '^server-verifier/cli/'] },
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
      pathNot: [TESTS, '^server-verifier/(cli/|adapters/(node|express)\\.ts$)'],
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
  ...layers,
  ...seams,
];
