// What `qmux completion SHELL` prints: a function for each shell that asks `qmux __complete` for the words
// that fit, so that it is never older than qmux and knows the current sessions. Owns the scripts. The reply:
// one line per word, its summary after a tab; `:file`, `:directory` or `:command` leave it to the shell.

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/**
 * COMP_WORDS is split at `:` and `=`, so the line is split again from COMP_LINE, where a backslash keeps a
 * space in its word; in a word with such a character bash replaces only what follows the last one. Uses no
 * syntax newer than bash 3.2, which macOS still ships.
 */
const BASH = String.raw`# qmux completion for bash. In ~/.bashrc: eval "$(qmux completion bash)"
_qmux() {
  local line=${'${COMP_LINE:0:COMP_POINT}'} current replaced value _
  local -a words
  read -a words <<< "$line"
  case $line in *\\[[:space:]]) ;; *[[:space:]]) words+=('') ;; esac
  current=${'${words[${#words[@]}-1]}'}
  replaced=${'${current%"${current##*[:=]}"}'}
  COMPREPLY=()
  while IFS=$'\t' read -r value _; do
    case $value in
      :file | :directory | :command)
        compopt -o filenames 2> /dev/null
        local IFS=$'\n' action=-f
        case $current in --*=*) current=${'${current#*=}'} ;; esac
        case $value in :directory) action=-d ;; :command) action=-c ;; esac
        COMPREPLY=($(compgen $action -- "$current"))
        return
        ;;
      *) COMPREPLY+=("${'${value#"$replaced"}'}") ;;
    esac
  done < <("${'${words[0]}'}" __complete "${'${words[@]:1}'}" 2> /dev/null)
  case ${'${COMPREPLY[0]}'} in *=) compopt -o nospace 2> /dev/null ;; esac
}
complete -F _qmux qmux
`;

const ZSH = String.raw`#compdef qmux
# qmux completion for zsh. In ~/.zshrc, behind compinit: eval "$(qmux completion zsh)"
_qmux() {
  local line summary
  local -a answer described
  answer=("${'${(@f)$("${words[1]}" __complete "${(@Q)words[2,CURRENT-1]}" "$PREFIX" 2> /dev/null)}'}")
  [[ ${'${answer[1]}'} == :* ]] && compset -P '--*='
  case ${'${answer[1]}'} in
    :file) _files ;;
    :directory) _files -/ ;;
    :command) _alternative 'commands:command:_command_names -e' 'files:file:_files' ;;
    *)
      for line in $answer; do
        summary=${"${line#*$'\\t'}"}
        described+=("${"${${line%%$'\\t'*}//:/\\\\:}"}${'${summary:+:$summary}'}")
      done
      local -a key
      [[ ${"${answer[1]%%$'\\t'*}"} == *= ]] && key=(-S '')
      _describe -V qmux described "${'${key[@]}'}"
      ;;
  esac
}
if [[ ${'${funcstack[1]}'} == _qmux ]]; then
  _qmux "$@"
else
  compdef _qmux qmux
fi
`;

const FISH = String.raw`# qmux completion for fish. In ~/.config/fish/completions/qmux.fish: qmux completion fish | source
function __qmux_complete
    set -l given (commandline -opc)
    set -l current (commandline -ct)
    test (count $current) -gt 0; or set current ''
    set -l answer ($given[1] __complete $given[2..-1] "$current" 2>/dev/null)
    set -l flag (string match -r -- '^--[^=]*=' "$current")
    set -l path (string replace -r -- '^--[^=]*=' '' "$current")
    switch "$answer[1]"
        case :file
            printf '%s\n' "$flag"(__fish_complete_path (string unescape -- "$path"))
        case :directory
            printf '%s\n' "$flag"(__fish_complete_directories "$path")
        case :command
            __fish_complete_command
        case '*'
            printf '%s\n' $answer
    end
end
complete -c qmux -f -k -a '(__qmux_complete)'
`;

const SCRIPTS: Readonly<Record<Shell, string>> = { bash: BASH, zsh: ZSH, fish: FISH };

export const completionScript = (shell: Shell): string => SCRIPTS[shell];
