import Figures
import Script

/// A value that is better looked at than read.
package protocol Displayable: HostObject {
  var figure: Figure { get }
}
