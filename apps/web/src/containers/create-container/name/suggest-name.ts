/** A free name made from the image's: `python:3.13` → `python`, then `python-2` where that is taken. */
export function suggestName(image: string, taken: readonly string[]): string {
  const last = (image.split('@')[0] ?? '').split('/').at(-1) ?? ''
  const base =
    (last.split(':')[0] ?? '')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 36)
      .replace(/-+$/, '') || 'container'
  const used = new Set(taken)
  if (!used.has(base)) return base
  for (let number = 2; ; number += 1) {
    const name = `${base}-${number}`
    if (!used.has(name)) return name
  }
}

export type NameFault = 'empty' | 'too-long' | 'capitals' | 'characters' | 'edge' | 'taken'

/** What is wrong with a name, in the order in which a person would mend it; null: nothing. */
export function nameFault(name: string, taken: readonly string[]): NameFault | null {
  if (name === '') return 'empty'
  if (/[A-Z]/.test(name)) return 'capitals'
  if (!/^[a-z0-9-]+$/.test(name)) return 'characters'
  if (name.length > 40) return 'too-long'
  if (name.startsWith('-') || name.endsWith('-')) return 'edge'
  return taken.includes(name) ? 'taken' : null
}
