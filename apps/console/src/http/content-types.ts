import { BerthError } from '@berth/contract'
import type { FastifyInstance } from 'fastify'

/** Milliseconds for the whole of a JSON body: who sends slower holds a connection to hold it. */
const jsonDeadline = 30_000

/**
 * JSON is read whole, within limit and deadline, and may be empty where nothing is asked (a DELETE from a client
 * that always names a type); multipart and tar are left to their handlers as streams (`request.raw`). */
export function contentTypes(app: FastifyInstance): void {
  app.removeContentTypeParser('text/plain')
  app.addContentTypeParser(['multipart/form-data', 'application/x-tar'], (_request, _payload, done) =>
    done(null),
  )
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '' && request.routeOptions.schema?.body === undefined) done(null)
    else void parse(request, String(body), done)
  })
  app.addHook('preParsing', (request, reply, payload, done) => {
    if (request.headers['content-type']?.startsWith('application/json') === true) {
      // Nobody may be reading it: an error that nobody listens to ends the process.
      payload.on('error', () => undefined)
      const late = setTimeout(() => {
        void reply.header('connection', 'close')
        payload.emit('error', new BerthError('malformed-body'))
      }, jsonDeadline)
      const over = () => clearTimeout(late)
      payload.once('end', over).once('close', over)
      reply.raw.once('close', over)
    }
    done(null, payload)
  })
}
