/** A folder's parts with the path of each: `/a/b` → `/`, `/a`, `/a/b`. */
export function breadcrumbs(path: string): { name: string; path: string }[] {
  const names = path.split('/').filter((name) => name !== '')
  return [
    { name: '/', path: '/' },
    ...names.map((name, at) => ({ name, path: `/${names.slice(0, at + 1).join('/')}` })),
  ]
}

/** The path of a name in a folder. */
export const joinPath = (folder: string, name: string): string => `${folder.replace(/\/+$/, '')}/${name}`

/** The first names of what is to be uploaded that are in the folder already: what would be written over. */
export function conflicts(paths: readonly string[], present: readonly string[]): string[] {
  const there = new Set(present)
  return [...new Set(paths.map((path) => path.split('/')[0] ?? path))].filter((name) => there.has(name))
}
