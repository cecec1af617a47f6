import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router'

/** The pages of images, below the page frame `parent`. */
export function imageRoutes<P extends AnyRoute>(parent: P) {
  const images = createRoute({
    getParentRoute: () => parent,
    path: '/images',
    component: lazyRouteComponent(() => import('./images-page.tsx'), 'ImagesPage'),
  })
  const buildImage = createRoute({
    getParentRoute: () => parent,
    path: '/images/builds/new',
    component: lazyRouteComponent(() => import('./build-image/build-image-page.tsx'), 'BuildImagePage'),
  })
  const build = createRoute({
    getParentRoute: () => parent,
    path: '/images/builds/$id',
    component: lazyRouteComponent(() => import('./builds/build-page.tsx'), 'BuildPage'),
  })
  const gitlab = createRoute({
    getParentRoute: () => parent,
    path: '/images/gitlab',
    component: lazyRouteComponent(() => import('./gitlab/gitlab-page.tsx'), 'GitlabPage'),
  })
  return [images, buildImage, build, gitlab] as const
}
