/// Completion of `pts` in zsh.
struct ZshCompletions {
  let places: [ShellCompletions.Place]

  var text: String {
    let paths = places.map(\.path).filter { !$0.isEmpty }.joined(separator: "|")
    let values = ShellCompletions.valueNames(places).joined(separator: "|")
    var text = """
      #compdef pts
      # zsh completion for pts; made by `pts completions zsh`

      _pts() {
        local place='' given=0 index previous=${words[CURRENT-1]}
        local -a options commands
        for ((index = 2; index < CURRENT; index++)); do
          case ${words[index]} in (\(values)) ((++index)); continue ;; esac
          case $place/${words[index]} in
            (\(paths))
              ((given)) || place+=/${words[index]} ;;
            (*/-*) ;;
            (*) ((++given)) ;;
          esac
        done
        case $place/$previous in

      """
    for place in places {
      for (name, completion) in place.values {
        text += "    (\(place.path)/\(name)) \(command(completion)); return ;;\n"
      }
    }
    text += "  esac\n  case $place in\n"
    for place in places {
      text += "    (\(place.path.isEmpty ? "''" : place.path))\n      options=(\n"
      for option in place.options {
        for name in option.names { text += "        \(entry(name, option.doc))\n" }
      }
      text += "      )\n"
      if !place.commands.isEmpty {
        text += "      commands=(\n"
        for (name, doc) in place.commands { text += "        \(entry(name, doc))\n" }
        text += "      )\n"
      }
      text += "      ((given)) || ((!$#commands)) || _describe -t commands command commands\n"
      if place.positionals.contains(where: { $0 != .none }) {
        text += "      case $given in\n"
        for (index, completion) in place.positionals.enumerated() {
          let isLast = index == place.positionals.count - 1
          text +=
            "        (\(isLast && place.repeatsLast ? "*" : "\(index)")) \(command(completion)) ;;\n"
        }
        text += "      esac\n"
      }
      text += "      [[ $PREFIX != -* ]] || _describe -o -t options option options\n      ;;\n"
    }
    return text + "  esac\n}\n\n"
      + "if [[ $funcstack[1] == _pts ]]; then _pts \"$@\"; else compdef _pts pts; fi\n"
  }

  /// `name:what it does`, a colon in either escaped.
  private func entry(_ name: String, _ doc: String) -> String {
    func escaped(_ text: String) -> String {
      text.split(separator: ":", omittingEmptySubsequences: false).joined(separator: "\\:")
    }
    return ShellCompletions.quoted("\(escaped(name)):\(escaped(doc))")
  }

  private func command(_ completion: CommandDescription.Argument.Completion) -> String {
    switch completion {
    case .none: return ":"
    case .files(let extensions):
      let pattern = extensions.map { "*.\($0)" }.joined(separator: "|")
      return extensions.isEmpty ? "_files" : "_files -g '(\(pattern))(-.)'"
    case .folders: return "_files -/"
    case .lines(let command): return "compadd -- ${(f)\"$(\(command) 2>/dev/null)\"}"
    case .words(let list):
      return "compadd -- " + list.map(ShellCompletions.quoted).joined(separator: " ")
    }
  }
}
