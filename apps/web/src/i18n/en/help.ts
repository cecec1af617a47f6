import type { help as japanese } from '../ja/help.ts'

export const help: Record<keyof typeof japanese, string> = {
  title: 'Help',
  'what.title': 'What Berth is',
  'what.text':
    'Here you borrow containers, small Linux environments on the department’s servers. You are root inside, and nobody else’s container, nor the server, is within reach. If one breaks, create it anew.',
  'first.title': 'Your first container',
  'first.1': 'Press “Containers”, then “Create a container”.',
  'first.2': 'Give it a name, choose the image welcome, and write 8080 as guest port.',
  'first.3': 'Press “Create”: it is running within seconds.',
  'first.4': 'Open “8080” on the overview to see what the container serves; “Terminal” is a shell in it.',
  'env.title': 'Environment variables and ports',
  'env.text':
    'Environment variables are NAME=value, separated by spaces; quotes keep a value with spaces together, and $ is an ordinary letter. Guest ports are the numbers that programs listen on inside. Berth gives the address outside and shows it as a link.',
  'env.example': 'GREETING="hello everybody" MODE=test',
  'terminal.title': 'Terminal',
  'terminal.text':
    'Select text and press Ctrl+Shift+C to copy, Ctrl+Shift+V to paste (⌘C and ⌘V on a Mac). When the connection drops, it takes up where it was, for five minutes.',
  'files.title': 'Files',
  'files.text':
    'Drag files or folders onto “Files”, large ones too. A folder is downloaded as a tar. The files of a deleted container do not come back: keep what matters.',
  'limits.title': 'Limits',
  'limits.text':
    'A container has limits of memory, CPU and processes. Yours are {{memory}} of memory, {{cpus}} CPUs and {{pids}} processes unless you change them under “Advanced” in the form.',
  'network.title': 'Network',
  'network.text': 'Your own containers reach each other by name. Nobody else’s are within reach.',
  'cli.title': 'Command line',
  'cli.text': 'The berth command does all of it too.',
  'errors.title': 'What the messages mean',
}
