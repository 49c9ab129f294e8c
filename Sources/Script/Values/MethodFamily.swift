/// A type, by the word that `type(x)` gives, and its methods.
package typealias MethodFamily = (type: String, methods: [Builtin])
