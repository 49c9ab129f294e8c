import Foundation

exit(PTSCommand.start(Array(CommandLine.arguments.dropFirst())))
