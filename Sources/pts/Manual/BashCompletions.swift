/// Completion of `pts` in bash 4.2 or later.
struct BashCompletions {
  let places: [ShellCompletions.Place]

  var text: String {
    let paths = places.map(\.path).filter { !$0.isEmpty }.joined(separator: "|")
    let values = ShellCompletions.valueNames(places).joined(separator: "|")
    var text = """
      # bash completion for pts; made by `pts completions bash`

      _pts_files() {
        compopt -o filenames 2>/dev/null
        local extension
        (($# > 1)) || COMPREPLY+=($(compgen -f -- "$1"))
        for extension in "${@:2}"; do
          COMPREPLY+=($(compgen -f -X "!*.$extension" -- "$1"))
        done
        (($# == 1)) || COMPREPLY+=($(compgen -d -- "$1"))
      }

      _pts() {
        local IFS=$'\\n' current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
        local path='' given=0 word index
        COMPREPLY=()
        for ((index = 1; index < COMP_CWORD; index++)); do
          word=${COMP_WORDS[index]}
          case $word in \(values)) ((++index)); continue ;; esac
          case $path/$word in
            \(paths))
              ((given)) || path+=/$word ;;
            */-*) ;;
            *) ((++given)) ;;
          esac
        done
        case $path$given$previous in

      """
    for place in places {
      for (name, completion) in place.values {
        text += "    \(place.path)[0-9]\(name)) \(command(completion)); return ;;\n"
      }
    }
    text += "  esac\n  case $path in\n"
    for place in places {
      text += "    \(place.path.isEmpty ? "''" : place.path))\n"
      let options = place.options.flatMap(\.names)
      text += "      if [[ $current == -* ]]; then \(words(options)); return; fi\n"
      if !place.commands.isEmpty {
        text += "      ((given)) || \(words(place.commands.map(\.name)))\n"
      }
      if place.positionals.contains(where: { $0 != .none }) {
        text += "      case $given in\n"
        for (index, completion) in place.positionals.enumerated() {
          let isLast = index == place.positionals.count - 1
          text +=
            "        \(isLast && place.repeatsLast ? "*" : "\(index)")) \(command(completion)) ;;\n"
        }
        text += "      esac\n"
      }
      text += "      ;;\n"
    }
    return text + "  esac\n}\n\ncomplete -F _pts pts\n"
  }

  private func words(_ words: [String]) -> String {
    "COMPREPLY+=($(compgen -W $'\(words.joined(separator: "\\n"))' -- \"$current\"))"
  }

  private func command(_ completion: CommandDescription.Argument.Completion) -> String {
    switch completion {
    case .none: ":"
    case .files(let extensions):
      (["_pts_files \"$current\""] + extensions).joined(separator: " ")
    case .folders: "compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -d -- \"$current\"))"
    case .words(let list): words(list)
    case .lines(let command):
      "COMPREPLY+=($(compgen -W \"$(\(command) 2>/dev/null)\" -- \"$current\"))"
    }
  }
}
