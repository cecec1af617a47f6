import { stringify } from 'yaml'

/** One image that a pipeline builds. */
export interface PipelineImage {
  /** NAME without a tag. */
  readonly name: string
  /** Folder of the build context, relative to the repository. */
  readonly context?: string
  readonly dockerfile?: string
  readonly buildArguments?: Readonly<Record<string, string>>
}

export interface PipelineOptions {
  readonly images: readonly PipelineImage[]
  /** `latest`: always the same tag; `git`: the tag or branch of Git that is built, and `latest` on the default branch. */
  readonly tag: 'latest' | 'git'
  /** Of the runner at GitLab: only runners that have them all take the jobs. */
  readonly runnerTags?: readonly string[]
}

/**
 * The `.gitlab-ci.yml` that builds these images with the account's own runner: one job an image. Every value is
 * quoted for the shell, whatever it holds. https://docs.gitlab.com/ci/yaml/
 */
export function gitlabCi({ images, tag, runnerTags = [] }: PipelineOptions): string {
  const nameOf = ({ name }: PipelineImage) => (images.length === 1 ? 'build' : `build-${name}`)
  const tags = runnerTags.length === 0 ? {} : { tags: [...runnerTags] }
  const jobs = images.map(
    (image) => [nameOf(image), { stage: 'build', ...tags, script: scriptOf(image, tag) }] as const,
  )
  // BuildKit is not offered by the build endpoint.
  const pipeline = { variables: { DOCKER_BUILDKIT: '0' }, stages: ['build'], ...Object.fromEntries(jobs) }
  // GitLab reads YAML 1.1.
  return `# Berth: builds this repository's images with your own runner.\n${stringify(pipeline, { version: '1.1', lineWidth: 0 })}`
}

function scriptOf(image: PipelineImage, tag: PipelineOptions['tag']): string[] {
  const name = tag === 'git' ? `"${image.name}:$CI_COMMIT_REF_SLUG"` : `${image.name}:latest`
  const options = [
    `-t ${name}`,
    ...(image.dockerfile === undefined ? [] : [`-f ${shellWord(image.dockerfile)}`]),
    ...Object.entries(image.buildArguments ?? {}).map(
      ([key, value]) => `--build-arg ${shellWord(`${key}=${value}`)}`,
    ),
    shellWord(image.context ?? '.'),
  ]
  const latest = `if [ "$CI_COMMIT_BRANCH" = "$CI_DEFAULT_BRANCH" ]; then docker tag ${name} ${image.name}:latest; fi`
  return [`docker build ${options.join(' ')}`, ...(tag === 'git' ? [latest] : [])]
}

/** In single quotes nothing is special to a shell but the quote itself. */
const shellWord = (text: string): string =>
  /^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
