import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router'

/** Pages for administrators; the console refuses everybody else what they show. */
export function administrationRoutes<const Parent extends AnyRoute>(parent: Parent) {
  return [
    createRoute({
      getParentRoute: () => parent,
      path: '/administration/containers',
      validateSearch: (search): { account?: string } =>
        typeof search['account'] === 'string' ? { account: search['account'] } : {},
      component: lazyRouteComponent(
        () => import('./all-containers/all-containers-page.tsx'),
        'AllContainersPage',
      ),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: '/administration/accounts',
      component: lazyRouteComponent(() => import('./accounts/accounts-page.tsx'), 'AccountsPage'),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: '/administration/backends',
      component: lazyRouteComponent(() => import('./backends/backends-page.tsx'), 'BackendsPage'),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: '/administration/clean-up',
      component: lazyRouteComponent(() => import('./clean-up/clean-up-page.tsx'), 'CleanUpPage'),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: '/administration/audit',
      component: lazyRouteComponent(() => import('./audit/audit-page.tsx'), 'AuditPage'),
    }),
  ] as const
}
