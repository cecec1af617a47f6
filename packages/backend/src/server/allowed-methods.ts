import type { Route } from '@berth/contract'

/** The methods that a path has among the routes; empty: there is no such path. */
export function allowedMethods(routes: readonly Route[], url: string): string[] {
  const asked = (url.split('?', 1)[0] ?? '').split('/')
  return routes.filter((route) => matches(route.path.split('/'), asked)).map((route) => route.method)
}

function matches(pattern: readonly string[], asked: readonly string[]): boolean {
  return (
    pattern.length === asked.length &&
    pattern.every((segment, index) => segment.startsWith(':') || segment === asked[index])
  )
}
