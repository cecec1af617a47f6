import { BerthError } from '@berth/contract'
import type { FastifyRequest } from 'fastify'

/**
 * Refuses (`origin-refused`) a change or a WebSocket that another site's page caused. Another port of this
 * host is another site too: the programs in people's containers listen there, and SameSite does not tell
 * ports apart. A bearer token is never sent by a browser on its own, so it needs no such check.
 */
export function checkOrigin(request: FastifyRequest, publicUrl: string | undefined): void {
  const reading = request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS'
  if ((reading && !request.ws) || request.headers.authorization !== undefined) return
  const { origin } = request.headers
  const fetchSite = request.headers['sec-fetch-site']
  const foreign = fetchSite === 'cross-site' || fetchSite === 'same-site'
  if (foreign || (origin !== undefined && !isOurs(origin, request, publicUrl))) {
    throw new BerthError('origin-refused')
  }
}

const isOurs = (origin: string, request: FastifyRequest, publicUrl: string | undefined): boolean =>
  origin === publicUrl || origin === `${request.protocol}://${request.host}`
