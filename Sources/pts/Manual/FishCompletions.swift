/// Completion of `pts` in fish 3 or later.
struct FishCompletions {
  let places: [ShellCompletions.Place]

  var text: String {
    let paths = places.map(\.path).filter { !$0.isEmpty }.joined(separator: " ")
    let values = ShellCompletions.valueNames(places).joined(separator: " ")
    var text = """
      # fish completion for pts; made by `pts completions fish`

      # The subcommands before the cursor, and how many other words.
      function __pts_place
          set -l place ''
          set -l given 0
          set -l skips 0
          for word in (commandline -opc)[2..]
              if test $skips = 1
                  set skips 0
              else if contains -- $word \(values)
                  set skips 1
              else if not string match -q -- '-*' $word
                  if test $given = 0; and contains -- $place/$word \(paths)
                      set place $place/$word
                  else
                      set given (math $given + 1)
                  end
              end
          end
          echo $place $given
      end

      # Whether the cursor is in a command, after so many other words: 0, 1+ or any.
      function __pts_at
          set -l now (string split ' ' -- (__pts_place))
          test "$now[1]" = "$argv[1]"; or return 1
          switch "$argv[2]"
              case any
              case '*+'
                  test $now[2] -ge (string trim -r -c + -- $argv[2])
              case '*'
                  test $now[2] = $argv[2]
          end
      end

      complete -c pts -f

      """
    for place in places {
      for (name, doc) in place.commands {
        text += line(place, "0", "-a \(name) -d \(quoted(doc))")
      }
      for option in place.options {
        let names = option.names.map { name in
          name.hasPrefix("--") ? "-l \(name.dropFirst(2))" : "-s \(name.dropFirst())"
        }
        let value = option.kind == .option ? " -x" + words(option.completion) : ""
        text += line(
          place, "any", names.joined(separator: " ") + value + " -d \(quoted(option.doc))")
      }
      for (index, completion) in place.positionals.enumerated() where completion != .none {
        let isLast = index == place.positionals.count - 1
        text += line(
          place, "\(index)\(isLast && place.repeatsLast ? "+" : "")",
          String(words(completion).dropFirst()))
      }
    }
    return text
  }

  private func line(_ place: ShellCompletions.Place, _ count: String, _ rest: String) -> String {
    "complete -c pts -n '__pts_at \"\(place.path)\" \(count)' \(rest)\n"
  }

  private func words(_ completion: CommandDescription.Argument.Completion) -> String {
    switch completion {
    case .none: return ""
    case .files(let extensions):
      let suffixes = extensions.map { "__fish_complete_suffix .\($0)" }.joined(separator: "; ")
      return extensions.isEmpty ? " -F" : " -k -a '(\(suffixes))'"
    case .folders: return " -a '(__fish_complete_directories)'"
    case .lines(let command): return " -a '(\(command) 2>/dev/null)'"
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
