/** Where the chain answers: `?node=http://127.0.0.1:3999`. Without it, the network's public API. */
export const nodeUrl: string = new URLSearchParams(location.search).get('node') ?? '';
