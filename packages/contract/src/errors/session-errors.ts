import { entry, type ErrorEntry } from './entry.ts'

/** What can go wrong while working in a container: files, terminal, exec. */
export const sessionErrors = {
  'path-not-found': entry(
    404,
    ['「{path}」がコンテナの中にありません', 'パスを確かめてください。'],
    ['There is no “{path}” in the container', 'Check the path.'],
  ),
  'upload-incomplete': entry(
    400,
    [
      'アップロードが途中で切れました',
      'もう一度アップロードしてください。途中までの内容は保存されていません。',
    ],
    ['The upload broke off', 'Upload it again; nothing of it was kept.'],
  ),
  'archive-invalid': entry(
    400,
    ['tar として読めないか、コンテナの外を指すパスが含まれています', '正しい tar を送ってください。'],
    ['The tar cannot be read, or a path in it leads outside', 'Send a valid tar.'],
  ),
  'terminal-message-invalid': entry(
    400,
    ['端末のメッセージとして読み取れません', '入力はバイナリ、操作は JSON で送ってください。'],
    ['This is not a terminal message', 'Send input as binary and control messages as JSON.'],
  ),
  'terminal-session-unknown': entry(
    404,
    ['この端末のセッションは終わっています', '新しい端末を開いてください。'],
    ['This terminal session has ended', 'Open a new terminal.'],
  ),
  'no-shell': entry(
    409,
    ['このイメージにはシェルがありません', '「本体に接続」を使うか、シェルのあるイメージを選んでください。'],
    ['This image contains no shell', 'Use attach, or choose an image with a shell.'],
  ),
  'no-file-tools': entry(
    409,
    [
      'このイメージには、ファイルを出し入れするための道具(sh と tar)がありません',
      'それらのあるイメージを選ぶか、Docker のサーバーで作ってください。',
    ],
    [
      'This image lacks what files are moved with (sh and tar)',
      'Choose an image that has them, or create it on a Docker backend.',
    ],
  ),
  'output-too-large': entry(
    409,
    ['出力が大きすぎます({max} バイトまで)', '結果をファイルに書き、それをダウンロードしてください。'],
    ['The output is too large ({max} bytes at most)', 'Write it to a file and download that.'],
  ),
} as const satisfies Record<string, ErrorEntry>
