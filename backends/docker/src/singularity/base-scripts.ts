// What every SIF has below /.singularity.d, so that it runs under Apptainer and under old versions of Singularity, which
// use the actions. Written for Berth; names and effects are those that Apptainer's documentation gives.

const environment = `for script in /.singularity.d/env/*.sh; do
    if [ -f "$script" ]; then
        . "$script"
    fi
done
`

const exec = `#!/bin/sh
${environment}exec "$@"
`
const run = `#!/bin/sh
${environment}exec /.singularity.d/runscript "$@"
`
const shell = `#!/bin/sh
${environment}for SHELL in "\${SINGULARITY_SHELL:-}" /bin/bash /bin/sh; do
    if [ -n "$SHELL" ] && [ -x "$SHELL" ]; then
        export SHELL
        exec "$SHELL" "$@"
    fi
done
echo "There is no shell in this container" >&2
exit 1
`
/** The process that waits for an instance is its number 1, and goes on at this signal. */
const start = `#!/bin/sh
kill -CONT 1
${environment}exec /.singularity.d/startscript "$@"
`
const test = `#!/bin/sh
exit 0
`

/** `--nv` puts the driver's libraries there. */
const libraries = `#!/bin/sh
if [ -z "\${LD_LIBRARY_PATH:-}" ]; then
    LD_LIBRARY_PATH=/.singularity.d/libs
else
    LD_LIBRARY_PATH="$LD_LIBRARY_PATH:/.singularity.d/libs"
fi
if [ -z "\${PS1:-}" ]; then
    PS1="Apptainer> "
fi
export LD_LIBRARY_PATH PS1
`
/** APPTAINERENV_PREPEND_PATH, APPTAINERENV_APPEND_PATH and APPTAINERENV_PATH come in by these names. */
const callersPath = `#!/bin/sh
if [ -n "\${SING_USER_DEFINED_PREPEND_PATH:-}" ]; then
    PATH="$SING_USER_DEFINED_PREPEND_PATH:$PATH"
fi
if [ -n "\${SING_USER_DEFINED_APPEND_PATH:-}" ]; then
    PATH="$PATH:$SING_USER_DEFINED_APPEND_PATH"
fi
if [ -n "\${SING_USER_DEFINED_PATH:-}" ]; then
    PATH="$SING_USER_DEFINED_PATH"
fi
unset SING_USER_DEFINED_PREPEND_PATH SING_USER_DEFINED_APPEND_PATH SING_USER_DEFINED_PATH
export PATH
`
export const startscript = '#!/bin/sh\n'
export const customEnvironment = '#!/bin/sh\n# Custom environment shell code should follow\n'

/** Programs by their path below `/.singularity.d`. */
export const baseScripts: Readonly<Record<string, string>> = {
  'actions/exec': exec,
  'actions/run': run,
  'actions/shell': shell,
  'actions/start': start,
  'actions/test': test,
  'env/01-base.sh': '#!/bin/sh\n',
  'env/90-environment.sh': customEnvironment,
  'env/94-appsbase.sh': '#!/bin/sh\n',
  'env/95-apps.sh': '#!/bin/sh\n',
  'env/99-base.sh': libraries,
  'env/99-runtimevars.sh': callersPath,
  startscript,
}

/** Links of the root folder, where the image has nothing by that name. */
export const baseLinks: Readonly<Record<string, string>> = {
  '.exec': '.singularity.d/actions/exec',
  '.run': '.singularity.d/actions/run',
  '.shell': '.singularity.d/actions/shell',
  '.test': '.singularity.d/actions/test',
  environment: '.singularity.d/env/90-environment.sh',
  singularity: '.singularity.d/runscript',
}
