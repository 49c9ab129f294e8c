/// One position between the brackets of `t[2..5, .., -1]`.
package enum IndexItem {
  /// A number, already known to be whole.
  case position(Int)
  /// From `lower` to before `upper`; nil is an open end; negative counts from the end.
  case slice(lower: Int?, upper: Int?, step: Int)
  /// A name, as in `record["label"]`.
  case name(String)
  /// A list or an object, as in `t[[0, 2]]`.
  case value(Value)
}
