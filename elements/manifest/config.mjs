/** How `dist/custom-elements.json` is made of the elements' doc comments (`npm run build:manifest`). https://custom-elements-manifest.open-wc.org */

const CLASSES = 'dist/elements.js';
const DEFINITIONS = 'dist/elements/define.js';

export default {
  globs: ['elements/**/*.ts'],
  exclude: ['**/*.test.ts', '**/*.browser-test.ts'],
  outdir: 'dist',
  packagejson: false,
  plugins: [publishedOnly()],
};

/** The elements, their events and their common class, by the modules in which users find them, and without what is nobody's business. */
function publishedOnly() {
  return {
    name: 'x402pay-published-only',
    packageLinkPhase({ customElementsManifest: manifest }) {
      const classes = manifest.modules
        .flatMap(({ declarations }) => declarations ?? [])
        .filter(({ kind, tagName, superclass }) => kind === 'class' && (tagName || superclass?.name === 'Event'))
        .map(published);
      const elements = classes.filter(({ tagName }) => tagName);
      manifest.modules = [
        {
          kind: 'javascript-module',
          path: CLASSES,
          declarations: classes,
          exports: classes.map(({ name }) => ({ kind: 'js', name, declaration: { name, module: CLASSES } })),
        },
        {
          kind: 'javascript-module',
          path: DEFINITIONS,
          declarations: [],
          exports: elements.map(({ name, tagName }) => ({
            kind: 'custom-element-definition',
            name: tagName,
            declaration: { name, module: CLASSES },
          })),
        },
      ];
    },
  };
}

/** Inheritance is resolved: the class that elements have in common is no part of the package's interface. */
function published({ members = [], attributes, events, superclass, ...declaration }) {
  const isEvent = superclass?.name === 'Event';
  return {
    ...declaration,
    superclass: { name: isEvent ? 'Event' : 'HTMLElement' },
    // What an element has without a word of ours was only guessed, from an assignment or a call.
    members: members.filter((member) => isPublic(member) && (isEvent || member.description)).map(withoutOrigin),
    ...(attributes && { attributes: attributes.map(withoutOrigin) }),
    ...(events && { events: events.filter(({ description }) => description) }),
  };
}

function isPublic({ privacy, name, static: isStatic }) {
  return privacy === undefined && !isStatic && !name.startsWith('#');
}

function withoutOrigin({ inheritedFrom: _, ...member }) {
  return member;
}
