/// The C kernels in Swift's types: no other folder of the sources calls them.
///
/// A function divides its rows or elements among the threads by itself, the same way every time,
/// and runs in place inside another parallel call; a result never depends on the number of threads.
/// Buffers are pointers, with their shapes in the comments, row-major unless a stride says
/// otherwise. Letters mean the same in every file, and in the headers of C: n elements or columns,
/// m rows, k the axis that a product sums over, d the size of a head.
///
/// | file | kernels |
/// | --- | --- |
/// | `Kernels+Elementwise` | sums, products, exp, tanh, erf |
/// | `Kernels+Activations` | activations, gates, caps, each with its gradient |
/// | `Kernels+Norms` | layer and RMS norms with their gradients |
/// | `Kernels+Rotary` | rotary embeddings of heads |
/// | `Kernels+CrossEntropy` | log-sum-exp and the gradient of the loss |
/// | `Kernels+Rows` | column sums, transposition |
/// | `Kernels+BFloat16` | rounding to bf16 and back |
/// | `Kernels+AdamW` | the optimizer's step |
/// | `Products` | matrix products, with oneDNN or on frozen matrices as they are stored |
/// | `Attention` | the tiles of attention |
/// | `Reference` | what tests compare the kernels with |
enum Kernels {
  typealias Input = UnsafePointer<Float>
  typealias Output = UnsafeMutablePointer<Float>
}

/// Elements that make a thread's share worth waking it for.
let elementGrain = 16_384

/// Rows of `width` that make a thread's share worth waking it for.
func rowGrain(_ width: Int) -> Int { max(1, elementGrain / max(1, width)) }
