/** What is photographed of the extension: each page by day and by night, in both languages. */

export type SurfaceName = 'popup' | 'approve' | 'wish' | 'address' | 'history' | 'options' | 'onboarding';

export interface PanelSheet {
  readonly name: string;
  readonly surface: SurfaceName;
  readonly language: string;
  /** What the reader asks of the browser. */
  readonly media: Readonly<Record<string, string>>;
}

const NAMES: readonly SurfaceName[] = ['popup', 'approve', 'wish', 'address', 'history', 'options', 'onboarding'];

export const PANEL_SHEETS: readonly PanelSheet[] = NAMES.flatMap((surface) =>
  ['en', 'de'].flatMap((language) =>
    ['light', 'dark'].map((scheme) => ({
      name: `${surface}-${language}-${scheme}`,
      surface,
      language,
      media: { 'prefers-color-scheme': scheme },
    })),
  ),
);
