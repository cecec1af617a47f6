case $- in *i*) ;; *) return ;; esac
export LANG=${LANG:-C.UTF-8} LESSCHARSET=utf-8
shopt -s checkwinsize histappend
alias ls='ls --color=auto' ll='ls -l' la='ls -la' grep='grep --color=auto'
PS1='\[\e[1;36m\]\u@\h\[\e[0m\]:\[\e[1;34m\]\w\[\e[0m\]\$ '
if [ "${SHLVL:-1}" = 1 ]; then
  printf '\n\e[1;36m  ⚓ ようこそ。ここはあなたのコンテナです。\e[0m  Welcome aboard: this container is yours.\n\n'
  printf '    \e[1mls\e[0m  ファイル一覧 / list files        \e[1mtop\e[0m   動いているもの / what runs\n'
  printf '    \e[1menv\e[0m 環境変数 / the environment       \e[1mexit\e[0m  端末を閉じる / leave (the container runs on)\n\n'
fi
