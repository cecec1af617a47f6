import { existsSync } from 'node:fs'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'

const root = new URL('../../../web/dist/', import.meta.url).pathname

/** Whether the pages have been built; without them the console serves its API alone. */
export const hasPages = existsSync(`${root}index.html`)

/** Serves the built pages: files whose name contains their hash for ever, the rest asked for anew each time. */
export async function servePages(app: FastifyInstance): Promise<void> {
  if (!hasPages) return
  await app.register(fastifyStatic, {
    root,
    preCompressed: true,
    cacheControl: false,
    schemaHide: true,
    setHeaders: (reply, path) => {
      const hashed = path.startsWith(`${root}assets/`)
      void reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
}

/** Whether a browser asks for a page, whose address only the application knows. */
export function isPage(request: FastifyRequest): boolean {
  const path = request.url.split('?')[0] ?? ''
  const html = request.headers.accept?.includes('text/html') === true
  return (request.method === 'GET' || request.method === 'HEAD') && html && !/^\/(api|assets)\//.test(path)
}
