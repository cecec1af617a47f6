import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { accountRoutes } from '../account/routes.tsx'
import { administratorsOnly } from '../administration/administrators-only.ts'
import { administrationRoutes } from '../administration/routes.tsx'
import { sessionQuery } from '../api/use-session.ts'
import { containerRoutes } from '../containers/routes.tsx'
import { imageRoutes } from '../images/routes.tsx'
import { Crash } from './crash.tsx'
import { Layout } from './layout.tsx'
import { NotFound } from './not-found.tsx'
import { queries } from './providers.tsx'

const rootRoute = createRootRouteWithContext<{ queries: typeof queries }>()({
  notFoundComponent: NotFound,
  errorComponent: Crash,
})

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  validateSearch: (search): { to?: string; expired?: boolean } => ({
    ...(typeof search['to'] === 'string' ? { to: search['to'] } : {}),
    ...(search['expired'] === true ? { expired: true } : {}),
  }),
  component: lazyRouteComponent(() => import('../login/login-page.tsx'), 'LoginPage'),
})

/** Everything behind the login: whoever is not logged in goes there first, and comes back. */
const insideRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'inside',
  beforeLoad: async ({ context, location }) => {
    const session = await context.queries.query({ ...sessionQuery, staleTime: 'static' })
    if (session === null) redirect({ to: '/login', search: { to: location.href }, throw: true })
  },
  component: Layout,
})

const homeRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/',
  beforeLoad: () => {
    redirect({ to: '/containers', throw: true })
  },
})
const kubernetesRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/kubernetes',
  component: lazyRouteComponent(() => import('../kubernetes/kubernetes-page.tsx'), 'KubernetesPage'),
})
const helpRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/help',
  component: lazyRouteComponent(() => import('../help/help-page.tsx'), 'HelpPage'),
})

const administratorsRoute = createRoute({
  getParentRoute: () => insideRoute,
  id: 'administrators',
  beforeLoad: administratorsOnly,
})

const routeTree = rootRoute.addChildren([
  loginRoute,
  insideRoute.addChildren([
    homeRoute,
    kubernetesRoute,
    helpRoute,
    ...containerRoutes(insideRoute),
    ...imageRoutes(insideRoute),
    ...accountRoutes(insideRoute),
    administratorsRoute.addChildren([...administrationRoutes(administratorsRoute)]),
  ]),
])

export const router = createRouter({
  routeTree,
  context: { queries },
  defaultPreload: 'intent',
  defaultErrorComponent: Crash,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
