/** What is photographed: each theme in each language, what does not depend on the language once, and each theme once more in its full size and colours. */

export interface Sheet {
  readonly name: string;
  /** The paywall that is met for the first time, or what stands beside it: coming back, the pay button, receipts; some of both; or what printers get. */
  readonly faces: 'paywall' | 'beside' | 'samples' | 'paper';
  readonly theme: string;
  readonly language: string;
  readonly scheme: 'light' | 'dark';
  /** Width of a paywall, in CSS pixels. */
  readonly column: number;
  /** Whether it is kept pixel by pixel: half the size and a few colours are enough for words and places, and have no hairlines. */
  readonly isExact?: boolean;
  /** What the reader asks of the browser. */
  readonly media?: Readonly<Record<string, string>>;
}

const THEMES = ['default', 'paper', 'ink', 'bitcoin', 'minimal'];
const LANGUAGES = ['en', 'de', 'es', 'fr', 'ja', 'ar', 'pt-BR', 'zh-Hans'];

const COLUMN = 400;

const PAYWALLS: readonly Omit<Sheet, 'faces'>[] = [
  ...THEMES.flatMap((theme) =>
    LANGUAGES.map((language) => ({
      name: `${theme}-${language}`,
      theme,
      language,
      scheme: 'light' as const,
      column: COLUMN,
    })),
  ),
  ...THEMES.map((theme) => ({ name: `${theme}-dark`, theme, language: 'en', scheme: 'dark' as const, column: COLUMN })),
  ...LANGUAGES.map((language) => ({
    name: `small-${language}`,
    theme: 'default',
    language,
    scheme: 'dark' as const,
    column: 280,
  })),
  {
    name: 'more-contrast',
    theme: 'default',
    language: 'en',
    scheme: 'light',
    column: COLUMN,
    media: { 'prefers-contrast': 'more' },
  },
  {
    name: 'forced-colors',
    theme: 'default',
    language: 'en',
    scheme: 'light',
    column: COLUMN,
    media: { 'forced-colors': 'active' },
  },
];

const SAMPLES: readonly Sheet[] = THEMES.map((theme) => ({
  name: `exact-${theme}`,
  faces: 'samples',
  theme,
  language: 'en',
  scheme: 'light',
  column: COLUMN,
  isExact: true,
}));

const PAPER: readonly Sheet[] = ['en', 'ar'].map((language) => ({
  name: `printed-${language}`,
  faces: 'paper',
  theme: 'default',
  language,
  scheme: 'light',
  column: 824,
  media: { type: 'print' },
}));

/** These have the paywall's colours and typefaces: once in each language and theme is enough. */
const BESIDE = /^(?:default-.*|(?:paper|ink|bitcoin|minimal)-en|small-(?:de|ar)|forced-colors)$/;

export const SHEETS: readonly Sheet[] = [
  ...PAYWALLS.map((sheet) => ({ ...sheet, faces: 'paywall' as const })),
  ...PAYWALLS.filter(({ name }) => BESIDE.test(name)).map((sheet) => ({
    ...sheet,
    name: `beside-${sheet.name}`,
    faces: 'beside' as const,
  })),
  ...SAMPLES,
  ...PAPER,
];
