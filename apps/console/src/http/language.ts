import type { Language } from '@berth/contract'

/** Japanese where Accept-Language (RFC 9110, 12.5.4) puts it before English, else English. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const weights = { ja: 0, en: 0 }
  for (const part of (acceptLanguage ?? '').split(',', 50)) {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
    const language = tag.trim().split('-')[0]
    const weight = parameters.map((text) => /^\s*q=([\d.]+)\s*$/.exec(text)?.[1]).find(Boolean) ?? '1'
    if (language === 'ja' || language === 'en')
      weights[language] = Math.max(weights[language], Number(weight) || 0)
  }
  return weights.ja > 0 && weights.ja >= weights.en ? firstOf(acceptLanguage ?? '', weights) : 'en'
}

/** With equal weights the one written first is preferred. */
function firstOf(header: string, weights: { ja: number; en: number }): Language {
  if (weights.ja > weights.en) return 'ja'
  const lower = header.toLowerCase()
  return lower.search(/\bja\b/) < lower.search(/\ben\b/) ? 'ja' : 'en'
}
