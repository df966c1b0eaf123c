/** `npm start`: an embedded chain, and BitBlog on it. */

import { DEFAULT_PORT, startBlog } from './blog/start.js';
import { type Devnet, startDevnet } from './devnet/index.js';
import { untilStopped } from './run.js';
import { portFrom } from './state-folder.js';

const DEFAULT_DEVNET_PORT = 3999;

const HELP = `x402Pay's demo: a blog that sells articles, and a private chain to pay on. Nothing leaves this computer.

  npm start

  PORT         where the blog listens; default ${DEFAULT_PORT}
  DEVNET_PORT  where the chain answers; default ${DEFAULT_DEVNET_PORT}
`;

await untilStopped(HELP, async () => {
  const port = portFrom('PORT', DEFAULT_PORT);
  const devnet = await startDevnet({
    port: portFrom('DEVNET_PORT', DEFAULT_DEVNET_PORT),
    blockMilliseconds: 2000,
    log: (line) => console.log(`  ${line}`),
  });
  const blog = await startBlog(port, devnet.url).catch(async (error) => {
    await devnet.close();
    throw error;
  });
  console.log(welcome(blog.url, devnet));
  return async () => {
    await Promise.all([blog.close(), devnet.close()]);
    console.log('\nClosed. The chain is gone, and with it all the play money.');
  };
});

function welcome(blog: string, devnet: Devnet): string {
  return `
  BitBlog is open.

    The blog    ${blog}
    The chain   ${devnet.url}    a real Clarity VM, a block two seconds after each payment

  Pay for something
    1. Open the blog and choose an article that has a price.
    2. Click the pay button, and take the development wallet. It is full of play money.
    3. Connect, approve, and watch the strip at the bottom of the window.

  Send a program shopping, in a second terminal
    npm run agent -- --budget-stx 2 --url ${blog}

  Everything that programs need to know: ${blog}/.x402/demo.json

  Stop with Ctrl-C.
`;
}
