/// The last samples of a signal, addressed by their absolute index.
///
/// A fixed number of values; writing past it overwrites the oldest, by design: whoever looks back says how far
/// when the ring is made. Reading what is no longer or not yet there is a programming error and traps.
///
/// - Complexity: appending and reading one value are O(1); nothing is allocated after `init`.
public struct RingBuffer<Value: BitwiseCopyable & Sendable>: Sendable {
  private var storage: [Value]
  private let mask: Int
  /// The index of the oldest value still held.
  public private(set) var startIndex: Int64 = 0
  /// The index that the next value will have.
  public private(set) var endIndex: Int64 = 0

  /// A ring for at least `capacity` values; storage is the next power of two.
  public init(capacity: Int, filler: Value) {
    precondition(capacity > 0, "a ring buffer needs room for one value")
    var size = 1
    while size < capacity { size *= 2 }
    storage = Array(repeating: filler, count: size)
    mask = size - 1
  }

  /// How many values it can hold.
  public var capacity: Int { storage.count }
  /// How many values it holds.
  public var count: Int { Int(endIndex - startIndex) }

  /// Adds one value; the oldest leaves when the ring is full.
  public mutating func append(_ value: Value) {
    storage[Int(truncatingIfNeeded: endIndex) & mask] = value
    endIndex += 1
    if endIndex - startIndex > Int64(storage.count) { startIndex += 1 }
  }

  /// Forgets everything and goes on counting at `index`, as after a gap.
  public mutating func restart(at index: Int64) {
    startIndex = index
    endIndex = index
  }

  /// The value with the absolute index `index`, which must be held.
  public subscript(index: Int64) -> Value {
    get {
      precondition(index >= startIndex && index < endIndex, "the ring buffer does not hold this index")
      return storage[Int(truncatingIfNeeded: index) & mask]
    }
    set {
      precondition(index >= startIndex && index < endIndex, "the ring buffer does not hold this index")
      storage[Int(truncatingIfNeeded: index) & mask] = newValue
    }
  }
}
