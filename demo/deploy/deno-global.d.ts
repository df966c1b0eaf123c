/** What deno/main.js uses of Deno, for TypeScript. */
declare const Deno: {
  serve(options: { port: number }, answer: (request: Request) => Promise<Response>): unknown;
  readonly env: { get(name: string): string | undefined; toObject(): Record<string, string> };
};
