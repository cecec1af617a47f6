import type { Call } from './answer.ts'
import { quoted, refusal } from './refusal.ts'
import { build } from './verbs/build.ts'
import { getInfo } from './verbs/get-info.ts'
import { getVersion } from './verbs/get-version.ts'
import { inspectImage } from './verbs/inspect-image.ts'
import { listImages } from './verbs/list-images.ts'
import { ping } from './verbs/ping.ts'
import { pushImage } from './verbs/push-image.ts'
import { tagImage } from './verbs/tag-image.ts'

type Verb = (call: Call) => Promise<void> | void

const verbs: readonly (readonly [method: string, path: RegExp, verb: Verb])[] = [
  ['GET', /^\/_ping$/, ping],
  ['HEAD', /^\/_ping$/, ping],
  ['GET', /^\/version$/, getVersion],
  ['GET', /^\/info$/, getInfo],
  ['POST', /^\/build$/, build],
  ['GET', /^\/images\/json$/, listImages],
  ['GET', /^\/images\/(.+)\/json$/, inspectImage],
  ['POST', /^\/images\/(.+)\/tag$/, tagImage],
  ['POST', /^\/images\/(.+)\/push$/, pushImage],
]

/** What clients ask for that has a better answer than “not offered”. */
const hints: readonly (readonly [RegExp, string])[] = [
  [/^\/(session|grpc)$/, 'Builds with BuildKit are not offered here: set DOCKER_BUILDKIT=0.'],
  [/^\/auth$/, 'No login is needed here: leave docker login out.'],
  [/^\/images\/create$/, 'Images are pulled by FROM: leave docker pull out.'],
  [
    /^\/containers\//,
    'This endpoint only builds images. If this was docker build, it chose BuildKit: set DOCKER_BUILDKIT=0.',
  ],
]

/** The verb that a request asks for. The path is read as it stands: nothing in it is resolved. Throws `build-refused`. */
export function findVerb(
  method: string,
  url: string,
): { readonly verb: Verb; readonly name: string; readonly query: URLSearchParams } {
  const question = url.indexOf('?')
  const raw = question < 0 ? url : url.slice(0, question)
  const path = raw.replace(/^\/v1\.\d{1,3}(?=\/)/, '')
  const query = new URLSearchParams(question < 0 ? '' : url.slice(question + 1))
  for (const [wanted, form, verb] of verbs) {
    const match = form.exec(path)
    if (match !== null && wanted === method) return { verb, name: decoded(match[1] ?? ''), query }
  }
  const hint = hints.find(([form]) => form.test(path))
  throw refusal(
    hint?.[1] ?? `${quoted(`${method} ${path}`)} is not offered here: this endpoint builds images.`,
  )
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw refusal(`${quoted(text)} is not a name.`)
  }
}
