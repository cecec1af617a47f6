import { CommandLine } from './command-line.tsx'

/** The commands from nothing to a shell in a container, for this very console. */
export function CliSetup() {
  return (
    <CommandLine
      text={[
        `berth login ${location.origin}`,
        'berth run welcome --name web -p 8080',
        'berth exec web',
        'berth cp report.txt web:/root/',
        'berth --help',
      ].join('\n')}
    />
  )
}
