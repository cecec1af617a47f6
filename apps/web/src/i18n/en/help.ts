import type { help as japanese } from '../ja/help.ts'

export const help: Record<keyof typeof japanese, string> = {
  title: 'Help',
  lead: 'The first two sections are all you need to begin.',
  contents: 'Contents',
  'what.title': 'What Berth is',
  'what.text':
    'Here you borrow containers of your own: small Linux environments on the department’s servers. You are root inside, to install what you like and run what you like. Nobody else’s container, nor the server, is within reach, so there is nothing you can break. If a container breaks, create it anew.',
  'first.title': 'Your first container',
  'first.text': 'An environment with a shell, within seconds.',
  'first.1': 'Press “Create a container”.',
  'first.2': 'Give it a name, choose the image welcome, and write 8080 as guest port.',
  'first.3': 'Press “Create”. It is running within seconds; you may close the page meanwhile.',
  'first.4': 'On the overview, the link of port 8080 opens the page that the container serves.',
  'first.5': '“Terminal” is a shell inside. When you are done, “Delete” gives the container back.',
  'first.do': 'Create a container',
  'env.title': 'Environment variables',
  'env.text':
    'Settings for the program: NAME=value, separated by spaces. Quotes keep a value with spaces together. $ is an ordinary letter.',
  'env.example': 'GREETING="hello everybody" MODE=test',
  'ports.title': 'Guest ports',
  'ports.text':
    'The numbers that programs listen on inside the container, separated by spaces (such as 8080 3000). Berth chooses the address outside and shows it as a link on the overview. Let your program listen on 0.0.0.0, not on 127.0.0.1.',
  'terminal.title': 'Terminal',
  'terminal.text': 'A shell of the container in the browser. Japanese can be typed with your input method.',
  'terminal.copy': 'Copy what is selected',
  'terminal.copy.keys': 'Select it, or Ctrl+Shift+C (⌘C on a Mac)',
  'terminal.paste': 'Paste',
  'terminal.paste.keys': 'Right button, or Ctrl+Shift+V (⌘V on a Mac)',
  'terminal.interrupt': 'Stop the program that runs',
  'terminal.interrupt.keys': 'Ctrl+C',
  'terminal.end': 'End the shell',
  'terminal.end.keys': 'exit',
  'terminal.reconnect':
    'When the connection drops, it takes up where it was, for five minutes. “Attach” connects to the container’s main program instead of a shell.',
  'files.title': 'Files',
  'files.text':
    'Drag files or folders onto “Files”, as large and as many as you like. If an upload breaks off, the files that were there stay as they were. Files are downloaded as they are, folders as a tar.',
  'network.title': 'Network',
  'network.text':
    'Your own containers reach each other by name (such as curl http://web:8080/). Nobody else’s are within reach.',
  'limits.title': 'Limits',
  'limits.text':
    'A container has limits of memory, CPU and processes: {{memory}}, {{cpus}} CPUs and {{pids}} processes unless you change them under “Advanced” in the form.',
  'limits.containers': 'You may have {{containers}} containers at a time.',
  'kept.title': 'What is deleted when',
  'kept.text': 'Files go when you delete their container. Keep a copy of what matters.',
  'kept.stop': 'Stop',
  'kept.stop.text': 'Files stay, programs end. “Start” brings the container back.',
  'kept.restart': 'Restart',
  'kept.restart.text': 'Files stay. Open terminals are closed.',
  'kept.delete': 'Delete',
  'kept.delete.text': 'All files are gone, for ever. Download what you need first.',
  'kept.logout': 'Logging out, closing the browser',
  'kept.logout.text': 'Nothing is deleted. The container goes on running.',
  'kept.account': 'Deletion of your account',
  'kept.account.text':
    'When an administrator deletes your account, your containers, files and images go with it.',
  'cli.title': 'Command line',
  'cli.text':
    'The berth command does all of it too. Scripts use an access token, made in the menu at the top right.',
  'trouble.title': 'When it does not work',
  'trouble.text': 'The page of a container that failed says why, with the last lines of its log.',
  'trouble.queue': 'It keeps waiting in the queue.',
  'trouble.queue.text':
    'When many create at once, they are served in turn; you see your place and the reason. Just wait: creating it again puts you last.',
  'trouble.pull': 'The image is not found.',
  'trouble.pull.text': 'Check the spelling of its name and tag (such as python:3.13).',
  'trouble.ended': 'It ends at once.',
  'trouble.ended.text':
    'Read its log. A program ends when its work is done (ls, hello-world): under “Advanced”, give a command that goes on. Images that begin with a shell, such as debian, stay and wait for you in the terminal.',
  'trouble.memory': 'It was stopped for want of memory.',
  'trouble.memory.text': 'Create it again with a larger limit.',
  'trouble.port': 'The link of a port shows nothing.',
  'trouble.port.text':
    'Check that the program runs, that it listens on 0.0.0.0, and that the guest port is the right number.',
  'trouble.lost': 'It says that the connection was lost.',
  'trouble.lost.text': 'It goes on by itself once the network is back. Containers keep running.',
  'errors.title': 'What the messages mean',
  'errors.all': 'Show all messages',
  'errors.text': 'All that Berth may tell you, and what to do about it.',
}
