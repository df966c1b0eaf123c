/** A page that a server has rendered, and that React takes over in the browser. */

import { createElement, type FunctionComponent } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { Paywall } from 'x402pay/react';

export const Page: FunctionComponent = () =>
  createElement(
    Paywall,
    { src: '/paid/hydrated', texts: { title: 'From a server' } },
    createElement('p', null, 'The beginning is free.'),
  );

const root = globalThis.document?.querySelector('#root');
if (root) hydrateRoot(root, createElement(Page));
