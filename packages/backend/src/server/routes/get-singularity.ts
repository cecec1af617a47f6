import { agentRoutes } from '@berth/contract'
import { askedRange } from '../byte-range.ts'
import { attachment } from '../content-disposition.ts'
import { sendBody } from '../send-body.ts'
import { singularityOf } from '../singularity-of.ts'
import { mediaTypes } from '../transports.ts'
import { verb } from '../verb.ts'

export const getSingularity = verb(agentRoutes.getSingularity, async ({ agent, input, request, reply }) => {
  const { reference, ...options } = input.query
  const file = await singularityOf(agent.backend).getSingularity(reference, options)
  const etag = `"${file.sha256}"`
  void reply
    .header('etag', etag)
    .header('accept-ranges', 'bytes')
    .header('repr-digest', `sha-256=:${Buffer.from(file.sha256, 'hex').toString('base64')}:`)
  if (request.headers['if-none-match'] === etag) return reply.code(304).send()
  const asked = askedRange(request.headers, etag, file.size)
  const range = asked ?? { start: 0, end: file.size - 1 }
  if (asked !== null)
    void reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${file.size}`)
  void reply.type(mediaTypes.bytes).header('content-disposition', attachment(file.name))
  // As Rack's and nginx's servers agree on it: a caller on this machine reads the file itself.
  if (request.headers['x-sendfile-type'] === 'X-Sendfile')
    return reply.header('x-sendfile', encodeURI(file.path)).send('')
  void reply.header('content-length', range.end - range.start + 1)
  return sendBody(reply, await file.open(range))
})
