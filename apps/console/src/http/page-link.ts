import type { FastifyReply, FastifyRequest } from 'fastify'

/** Tells where the next page is: `Link: <…>; rel="next"` (RFC 8288), the same query with another `after`. */
export function linkNext(request: FastifyRequest, reply: FastifyReply, after: string): void {
  const url = new URL(request.url, 'http://localhost')
  url.searchParams.set('after', after)
  void reply.header('link', `<${url.pathname}${url.search}>; rel="next"`)
}
