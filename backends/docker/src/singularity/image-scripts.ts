import { doubleQuoted, escaped, singleQuoted } from './shell-words.ts'

/** What an image says of how it is run. */
export interface RunConfig {
  readonly entrypoint: readonly string[]
  readonly command: readonly string[]
  readonly environment: readonly string[]
}

/**
 * `/.singularity.d/runscript`: entrypoint and command as Apptainer runs those of a Docker image. Arguments take the
 * command's place and are expanded by the shell, unless SINGULARITY_NO_EVAL is set. The line with `eval` stands as it does in
 * Apptainer's own: by it Apptainer knows a script that it can run itself, in an image without a shell.
 */
export function runscript({ entrypoint, command }: RunConfig): string {
  const words = (list: readonly string[]): string => list.map((word) => `${singleQuoted(word)} `).join('')
  return `#!/bin/sh
OCI_ENTRYPOINT=${singleQuoted(doubleQuoted(entrypoint))}
OCI_CMD=${singleQuoted(doubleQuoted(command))}

if [ -n "\${SINGULARITY_NO_EVAL:-}" ]; then
    if [ $# -eq 0 ]; then
        set -- ${words(command)}
    fi
    set -- ${words(entrypoint)}"$@"
    exec "$@"
fi

CMDLINE_ARGS=
for arg in "$@"; do
    CMDLINE_ARGS="\${CMDLINE_ARGS} \\"\${arg}\\""
done
SINGULARITY_OCI_RUN="\${OCI_ENTRYPOINT} \${CMDLINE_ARGS:-\${OCI_CMD}}"
eval "set \${SINGULARITY_OCI_RUN}"
exec "$@"
`
}

/**
 * `/.singularity.d/env/10-docker2singularity.sh`: the image's variables, which those of the caller win over but for PATH.
 * A name that no shell can hold is left out: it would break off all that follows.
 */
export function environmentScript({ environment }: RunConfig): string {
  return ['#!/bin/sh', ...environment.flatMap(exportOf)].map((line) => `${line}\n`).join('')
}

function exportOf(variable: string): string[] {
  const [, name = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(variable) ?? []
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return []
  if (name === 'PATH') return [`export PATH="${escaped(value)}"`]
  if (!variable.includes('=')) return [`export ${name}="\${${name}:-}"`]
  return [`export ${name}="\${${name}:-"${escaped(value)}"}"`]
}
