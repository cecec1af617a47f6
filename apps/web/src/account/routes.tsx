import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router'

/** Pages about one's own account. */
export function accountRoutes<const Parent extends AnyRoute>(parent: Parent) {
  return [
    createRoute({
      getParentRoute: () => parent,
      path: '/account/tokens',
      component: lazyRouteComponent(() => import('./tokens-page.tsx'), 'TokensPage'),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: '/account/registries',
      component: lazyRouteComponent(() => import('./registries-page.tsx'), 'RegistriesPage'),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: '/account/password',
      component: lazyRouteComponent(() => import('./password-page.tsx'), 'PasswordPage'),
    }),
  ] as const
}
