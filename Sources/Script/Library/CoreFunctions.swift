/// The functions that every script has, whatever host it runs in.
package enum CoreFunctions {
  package static let all: [Builtin] =
    output + conversions + arithmetic + aggregates + sequences + transformations + records + json
    + files + declarations
}
