// Faults in the way that its argument names, with `faults_install` and something printed.
import CFaults
import Foundation

faults_install()
let output = pending_output(STDOUT_FILENO, 1 << 16)!
let text = String(repeating: "kept ", count: 2000)
_ = pending_output_append(output, text, text.utf8.count)

switch CommandLine.arguments.dropFirst().first {
case "memory": UnsafeMutablePointer<Int>(bitPattern: 64)?.pointee = 1
case "trap": fatalError("the reason why")
case "abort": abort()
case "overflow":
  let thread = Thread {
    faults_use_stack()
    print(Descent.descend(0))
  }
  thread.start()
  sleep(20)
case "pool": Descent.descendInPool()
default: break
}
