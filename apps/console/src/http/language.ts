import type { Language } from '@berth/contract'

/** Japanese where Accept-Language (RFC 9110, 12.5.4) puts it before English, else English. */
export function languageOf(acceptLanguage: string | undefined): Language {
  let best: { language: Language; weight: number } = { language: 'en', weight: 0 }
  for (const part of (acceptLanguage ?? '').toLowerCase().split(',', 50)) {
    const [, language, weight = '1'] = /^\s*(ja|en)\b[^;]*(?:;\s*q=([\d.]+)\s*)?$/.exec(part) ?? []
    if (language !== 'ja' && language !== 'en') continue
    // With equal weights the one written first is preferred.
    if (Number(weight) > best.weight) best = { language, weight: Number(weight) }
  }
  return best.language
}
