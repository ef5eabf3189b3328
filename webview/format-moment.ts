/** A moment on a clock, with its day, as the editor's language has it: "Nov 25, 2026, 11:04:05 PM". */
export function formatMoment(epoch: number): string {
  return new Intl.DateTimeFormat(pageLanguage(), { dateStyle: 'medium', timeStyle: 'medium' }).format(epoch);
}

/** The page has the editor's language. Unit tests have no page. */
function pageLanguage(): string | undefined {
  const page: Page = globalThis;
  return page.document?.documentElement.lang;
}

interface Page {
  readonly Date: unknown;
  readonly document?: { readonly documentElement: { readonly lang: string } };
}
