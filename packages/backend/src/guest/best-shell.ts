/**
 * Script of `sh`: the best shell there is, not a login shell: /etc/profile would replace the PATH that the image sets.
 * UTF-8, unless the image says otherwise.
 */
export const bestShell = `: "\${LANG:=C.UTF-8}"; export LANG
for shell in bash zsh ash; do command -v "$shell" >/dev/null 2>&1 && exec "$shell" -i; done; exec sh -i`
