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
}

/**
 * The `.gitlab-ci.yml` that builds these images with the account's own runner: one job an image. Every value is
 * quoted for the shell and for YAML, whatever it holds.
 */
export function gitlabCi({ images, tag }: PipelineOptions): string {
  const jobs = images.map((image) => jobOf(image, tag, images.length === 1 ? 'build' : `build-${image.name}`))
  return `${head}\n${jobs.join('\n')}`
}

/** https://docs.gitlab.com/ci/yaml/; BuildKit is not offered by the build endpoint. */
const head = `# Berth: builds this repository's images with your own runner.
variables:
  DOCKER_BUILDKIT: "0"

stages: [build]
`

function jobOf(image: PipelineImage, tag: PipelineOptions['tag'], job: string): string {
  const name = tag === 'git' ? `${image.name}:$CI_COMMIT_REF_SLUG` : `${image.name}:latest`
  const options = [
    `-t "${name}"`,
    ...(image.dockerfile === undefined ? [] : [`-f ${shellWord(image.dockerfile)}`]),
    ...Object.entries(image.buildArguments ?? {}).map(
      ([key, value]) => `--build-arg ${shellWord(`${key}=${value}`)}`,
    ),
    shellWord(image.context ?? '.'),
  ]
  const latest = `if [ "$CI_COMMIT_BRANCH" = "$CI_DEFAULT_BRANCH" ]; then docker tag "${name}" "${image.name}:latest"; fi`
  const script = [`docker build ${options.join(' ')}`, ...(tag === 'git' ? [latest] : [])]
  return `${JSON.stringify(job)}:
  stage: build
  script:
${script.map((line) => `    - ${JSON.stringify(line)}\n`).join('')}`
}

/** In single quotes nothing is special to a shell but the quote itself. */
const shellWord = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
