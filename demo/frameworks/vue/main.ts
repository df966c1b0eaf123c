import { createApp } from 'vue';
import 'x402pay/elements/define';
import Article from './ArticlePage.vue';

createApp(Article).mount('#app');
