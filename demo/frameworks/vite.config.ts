/** All example apps in one go: `npm run frameworks` serves them at /react/, /vue/ and so on; each needs nothing but its own plugin. */

import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';
import solid from 'vite-plugin-solid';
import packageConfig from '../../vite.config.js';

const APPS = ['react', 'preact', 'solid', 'vue', 'svelte', 'angular', 'plain'];
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const { resolve } = packageConfig({ command: 'build', mode: 'page' });

export default defineConfig({
  root: here('.'),
  publicDir: false,
  ...(resolve && { resolve }),
  plugins: [
    solid({ include: /frameworks\/solid\// }),
    vue({ template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('x402-') } } }),
    svelte({ configFile: false }),
  ],
  build: {
    target: 'es2022',
    rolldownOptions: { input: Object.fromEntries(APPS.map((app) => [app, here(`${app}/index.html`)])) },
  },
});
