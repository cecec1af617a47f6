/** A code's status over HTTP and its words. `{name}` stands for a parameter. `title`: what happened; `detail`: what to do. */
export interface ErrorEntry {
  readonly status: number
  readonly en: { readonly title: string; readonly detail: string }
  readonly ja: { readonly title: string; readonly detail: string }
}

/** Writes an entry: status, then title and detail in Japanese and in English. */
export const entry = (
  status: number,
  ja: readonly [title: string, detail: string],
  en: readonly [title: string, detail: string],
): ErrorEntry => ({ status, ja: { title: ja[0], detail: ja[1] }, en: { title: en[0], detail: en[1] } })
