import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router'

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** The pages of containers, below the page frame `parent`. */
export function containerRoutes<P extends AnyRoute>(parent: P) {
  const list = createRoute({
    getParentRoute: () => parent,
    path: '/containers',
    component: lazyRouteComponent(
      () => import('./list-containers/list-containers-page.tsx'),
      'ListContainersPage',
    ),
  })
  const create = createRoute({
    getParentRoute: () => parent,
    path: '/containers/new',
    validateSearch: (search: Record<string, unknown>): { image?: string | undefined } => ({
      image: text(search['image']),
    }),
    component: lazyRouteComponent(
      () => import('./create-container/create-container-page.tsx'),
      'CreateContainerPage',
    ),
  })
  const container = createRoute({
    getParentRoute: () => parent,
    path: '/containers/$id',
    component: lazyRouteComponent(() => import('./container/container-page.tsx'), 'ContainerPage'),
  })
  const overview = createRoute({
    getParentRoute: () => container,
    path: '/',
    component: lazyRouteComponent(() => import('./container/overview/overview-page.tsx'), 'OverviewPage'),
  })
  const terminal = createRoute({
    getParentRoute: () => container,
    path: '/terminal',
    component: lazyRouteComponent(
      () => import('./container/terminal-container/terminal-page.tsx'),
      'TerminalPage',
    ),
  })
  const logs = createRoute({
    getParentRoute: () => container,
    path: '/logs',
    component: lazyRouteComponent(() => import('./container/get-container-logs/logs-page.tsx'), 'LogsPage'),
  })
  const files = createRoute({
    getParentRoute: () => container,
    path: '/files',
    validateSearch: (search: Record<string, unknown>): { path?: string | undefined } => ({
      path: text(search['path']),
    }),
    component: lazyRouteComponent(() => import('./container/files/files-page.tsx'), 'FilesPage'),
  })
  const usage = createRoute({
    getParentRoute: () => container,
    path: '/usage',
    component: lazyRouteComponent(
      () => import('./container/get-container-stats/usage-page.tsx'),
      'UsagePage',
    ),
  })
  return [list, create, container.addChildren([overview, terminal, logs, files, usage])] as const
}
