/// A value on the stack of a `PickleMachine`; containers are indices of the machine's own arrays, so that no
/// file can nest them deeper than a stack reaches.
enum PickleValue {
  case none
  case bool(Bool)
  case integer(Int)
  case string(String)
  case tuple(Int)
  case list(Int)
  case dictionary(Int)
  case function(PickleFunction)
  case storageType(PickledStorage.Element)
  case storage(PickledStorage)
  case tensor(PickledTensor)
  /// A number that no tensor needs.
  case ignored
}

/// What a pickle of tensors may call. Nothing is run: each has its meaning here.
enum PickleFunction: Hashable {
  case orderedDictionary
  case rebuildTensor
  case rebuildParameter

  private static let known: [String: Self] = [
    "collections.OrderedDict": .orderedDictionary,
    "torch._utils._rebuild_tensor_v2": .rebuildTensor,
    "torch._utils._rebuild_parameter": .rebuildParameter,
  ]

  init?(_ module: String, _ name: String) {
    guard let known = Self.known["\(module).\(name)"] else { return nil }
    self = known
  }
}

/// A run of values of one type that tensors are views of.
struct PickledStorage: Hashable {
  let element: Element
  let key: String
  let count: Int

  /// By the names of torch's classes.
  enum Element: String {
    case f32 = "FloatStorage"
    case f16 = "HalfStorage"
    case bf16 = "BFloat16Storage"
    case f64 = "DoubleStorage"
    case i64 = "LongStorage"
    case i32 = "IntStorage"
    case i16 = "ShortStorage"
    case i8 = "CharStorage"
    case u8 = "ByteStorage"
    case bool = "BoolStorage"

    /// In bytes.
    var size: Int {
      switch self {
      case .f64, .i64: 8
      case .f32, .i32: 4
      case .f16, .bf16, .i16: 2
      case .i8, .u8, .bool: 1
      }
    }

    /// As safetensors names it.
    var typeName: String { "\(self)".uppercased() }
  }
}

/// A view of a storage: nothing of it is checked against the storage yet.
struct PickledTensor {
  let storage: PickledStorage
  let offset: Int
  let shape: [Int]
  let strides: [Int]
}
