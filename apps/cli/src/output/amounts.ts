import type { Language } from '@berth/contract'
import { usageError } from '../errors.ts'

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const

/** Bytes for people: 1536 is `1.5 KiB`. */
export function bytes(value: number): string {
  const power = value < 1 ? 0 : Math.min(Math.floor(Math.log2(value) / 10), units.length - 1)
  const amount = value / 1024 ** power
  return `${amount.toFixed(power === 0 || amount >= 100 ? 0 : 1).replace(/\.0$/, '')} ${units[power] ?? 'B'}`
}

/** A time for people, in the machine's time zone; an empty string for none. */
export function time(value: string | null | undefined, language: Language): string {
  if (value === null || value === undefined) return ''
  return new Date(value).toLocaleString(language === 'ja' ? 'ja-JP' : 'sv-SE', {
    dateStyle: 'short',
    timeStyle: 'short',
  })
}

/** `512m`, `1g`, `1.5GiB`, `1073741824`: bytes, in the units of `docker run`. */
export function parseMemory(value: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([bkmgt]?)(?:i?b)?$/i.exec(value.trim())
  const power = ['b', 'k', 'm', 'g', 't'].indexOf((match?.[2] ?? 'b').toLowerCase())
  const amount = Math.round(Number(match?.[1]) * 1024 ** Math.max(power, 0))
  if (match === null || !Number.isSafeInteger(amount) || amount <= 0) throw usageError('badMemory', { value })
  return amount
}

export function parseNumber(value: string): number {
  if (!/^\d+(\.\d+)?$/.test(value)) throw usageError('badNumber', { value })
  return Number(value)
}

export function parseWhole(value: string): number {
  if (!/^\d{1,15}$/.test(value)) throw usageError('badNumber', { value })
  return Number(value)
}
