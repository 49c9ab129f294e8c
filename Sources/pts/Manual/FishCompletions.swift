/// Completion of `pts` in fish 3 or later.
struct FishCompletions {
  let places: [ShellCompletions.Place]

  var text: String {
    let paths = places.map(\.path).filter { !$0.isEmpty }.joined(separator: " ")
    var text = """
      # fish completion for pts; made by `pts completions fish`

      # The subcommands before the cursor, and how many other words.
      function __pts_place
          set -l place ''
          set -l given 0
          for word in (commandline -opc)[2..]
              switch $word
                  case '-*'
                  case '*'
                      if test $given = 0; and contains -- $place/$word \(paths)
                          set place $place/$word
                      else
                          set given (math $given + 1)
                      end
              end
          end
          echo $place $given
      end

      function __pts_at
          set -l place (__pts_place)
          test $place = "$argv[1] 0"; or test "$argv[2]" = any; and string match -q -- "$argv[1] *" $place
      end

      complete -c pts -f

      """
    for place in places {
      for (name, doc) in place.commands {
        text += line(place, "-a \(name) -d \(quoted(doc))")
      }
      for option in place.options {
        let names = option.names.map { name in
          name.hasPrefix("--") ? "-l \(name.dropFirst(2))" : "-s \(name.dropFirst())"
        }
        let value = option.kind == .option ? " -x" + words(option.completion) : ""
        text += line(
          place, names.joined(separator: " ") + value + " -d \(quoted(option.doc))",
          isAnywhere: true)
      }
      let words = words(place.positional)
      if !words.isEmpty {
        text += line(place, String(words.dropFirst()), isAnywhere: !place.takesRest)
      }
      if place.takesRest {
        text +=
          "complete -c pts -n 'not __pts_at \"\(place.path)\"; and __pts_at \"\(place.path)\" any' -F\n"
      }
    }
    return text
  }

  private func line(
    _ place: ShellCompletions.Place, _ rest: String, isAnywhere: Bool = false
  ) -> String {
    "complete -c pts -n '__pts_at \"\(place.path)\"\(isAnywhere ? " any" : "")' \(rest)\n"
  }

  private func words(_ completion: CommandDescription.Argument.Completion) -> String {
    switch completion {
    case .none: return ""
    case .files(let extensions):
      let suffixes = extensions.map { "__fish_complete_suffix .\($0)" }.joined(separator: "; ")
      return extensions.isEmpty ? " -F" : " -k -a '(\(suffixes))'"
    case .folders: return " -a '(__fish_complete_directories)'"
    case .words(let list): return " -a \(quoted(list.joined(separator: " ")))"
    }
  }

  /// In single quotes, where fish knows two escapes.
  private func quoted(_ text: String) -> String {
    var quoted = "'"
    for character in text {
      if character == "'" || character == "\\" { quoted += "\\" }
      quoted.append(character)
    }
    return quoted + "'"
  }
}
