import { mount } from 'svelte';
import 'x402pay/elements/define';
import Article from './ArticlePage.svelte';

mount(Article, { target: document.querySelector('#app')! });
