import { entry, type ErrorEntry } from './entry.ts'

/** Why a container is in the state that it is in. */
export const reasonErrors = {
  exited: entry(
    409,
    [
      'プログラムが終了しました(終了コード {exitCode})',
      'ログの最後を確かめてください。動き続けるプログラムでないときは、コマンドを指定するか、別のイメージを選んでください。',
    ],
    [
      'The program ended (exit code {exitCode})',
      'See the last lines of its log. If it is not meant to keep running, give a command or choose another image.',
    ],
  ),
  'out-of-memory': entry(
    409,
    [
      'メモリの上限を超えたため止められました',
      'メモリの上限を大きくして作り直すか、使うメモリを減らしてください。',
    ],
    [
      'It was stopped for using more memory than its limit',
      'Create it again with a larger memory limit, or use less memory.',
    ],
  ),
  'disk-limit-exceeded': entry(
    409,
    [
      'ディスクの上限({max} GiB)を超えたため止められました',
      '開始したらすぐに不要なファイルを削除してください(減らないと、また止められます)。要らなくなったコンテナは削除してください。',
    ],
    [
      'It was stopped for keeping more on the disk than its limit ({max} GiB)',
      'Start it and delete files at once, or it is stopped again; delete the container if you no longer need it.',
    ],
  ),
  'command-not-found': entry(
    409,
    [
      'コマンド「{command}」を実行できません',
      'コマンドの綴りと、イメージの中にあるかどうかを確かめてください。',
    ],
    ['The command “{command}” cannot be run', 'Check its spelling and that the image contains it.'],
  ),
  'start-failed': entry(
    502,
    [
      'コンテナを開始できませんでした',
      '設定を確かめて、もう一度「開始」を押してください。続くときは次の言葉を管理者に知らせてください: {message}',
    ],
    [
      'The container could not be started',
      'Check its settings and press Start again; if it goes on, tell an administrator: {message}',
    ],
  ),
  'image-not-found': entry(
    409,
    [
      'イメージ「{image}」が見つかりません',
      '名前とタグの綴りを確かめてください。非公開のイメージなら、アカウントの「レジストリ」にユーザー名とパスワードを登録してください。',
    ],
    [
      'The image “{image}” was not found',
      'Check the spelling of its name and tag. If it is private, give a user name and password for its registry under Registries in your account.',
    ],
  ),
  'image-access-denied': entry(
    409,
    [
      'イメージ「{image}」を使う権限がありません',
      'イメージの持ち主に共有を頼むか、別のイメージを選んでください。',
    ],
    ['You may not use the image “{image}”', 'Ask its owner to share it, or choose another.'],
  ),
  'image-absent': entry(
    409,
    ['イメージ「{image}」がサーバーにありません', 'Berth が自動で取得します。'],
    ['The image “{image}” is not on the backend', 'Berth pulls it by itself.'],
  ),
  'registry-unreachable': entry(
    502,
    [
      'イメージの置き場所「{registry}」に接続できません(または返事がありません)',
      'しばらく待って、もう一度試してください(コンテナなら「開始」)。続くときは管理者に知らせてください。',
    ],
    [
      'The registry “{registry}” cannot be reached, or does not answer',
      'Try again in a while (a container: press Start); tell an administrator if it goes on.',
    ],
  ),
  'pull-failed': entry(
    502,
    [
      'イメージの取得に失敗しました',
      'もう一度試してください(コンテナなら「開始」)。続くときは次の言葉を管理者に知らせてください: {message}',
    ],
    [
      'The image could not be pulled',
      'Try again (a container: press Start); if it goes on, tell an administrator: {message}',
    ],
  ),
  'port-range-full': entry(
    409,
    ['空いているポートがありません', '使っていないコンテナを削除するか、管理者に知らせてください。'],
    ['No host port is free', 'Delete containers you no longer use, or tell an administrator.'],
  ),
  'singularity-unavailable': entry(
    503,
    [
      'このイメージの SIF ファイルは作れません',
      'このイメージを使えるサーバー({backends})では変換できません。squashfs-tools 4.5 以上(設定で選んでいれば Apptainer)を入れた Docker サーバーが必要だと、管理者に伝えてください。',
    ],
    [
      'No SIF file can be made of this image',
      'None of the servers that can have it ({backends}) can convert it. Tell an administrator that a Docker server with squashfs-tools 4.5 or newer is needed, or with Apptainer where its settings name that.',
    ],
  ),
  'singularity-failed': entry(
    500,
    [
      'SIF ファイルを作れませんでした',
      'もう一度試してください。続くときは管理者に次のことばを知らせてください: {message}',
    ],
    ['The SIF file could not be made', 'Try again; if it goes on, tell an administrator: {message}'],
  ),
  'disk-full': entry(
    507,
    ['サーバーのディスクがいっぱいです', '不要なファイルやコンテナを削除するか、管理者に知らせてください。'],
    ['The server’s disk is full', 'Delete files or containers you no longer need, or tell an administrator.'],
  ),
  interrupted: entry(
    409,
    ['サーバーの再起動で止まりました', 'まもなく自動で開始します。'],
    ['It was stopped by a restart of the server', 'It will be started again by itself.'],
  ),
  lost: entry(
    409,
    ['コンテナがサーバーから失われました', '作り直してください。中のファイルは戻りません。'],
    ['The container has disappeared from its server', 'Create it again; its files cannot be recovered.'],
  ),
  'deadline-exceeded': entry(
    504,
    ['時間内に終わりませんでした', 'もう一度試してください。続くときは管理者に知らせてください。'],
    ['It did not finish in time', 'Try again; tell an administrator if it goes on.'],
  ),
  cancelled: entry(
    409,
    ['取り消されました', '必要ならもう一度作成してください。'],
    ['It was cancelled', 'Create it again if you need it.'],
  ),
} as const satisfies Record<string, ErrorEntry>
