import Foundation

do {
  exit(try FuzzArguments(Array(CommandLine.arguments.dropFirst())).run())
} catch let error as FuzzArguments.Fault {
  Output.error("pts-fuzz: \(error.message)\n\(FuzzArguments.usage)")
  exit(2)
} catch {
  Output.error("pts-fuzz: \(error)")
  exit(1)
}
