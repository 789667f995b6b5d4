internal import Signals

/// The seed of one simulated thing, and the generators of its parts.
///
/// Every part draws from a generator of its own, so that none depends on how far another has got: this is what
/// makes the samples independent of the sizes of the blocks they leave in.
struct Seed: Sendable {
  /// A part that draws.
  enum Part {
    case chapter(Int)
    case channel(Int)
    case act(Int)
    case white
    case flicker(Int)
    case heartbeat
    case axis(Int)
    case jerk
    case vibration
    case muscle
    case contraction(Int)
    case unit(Int)
    case disturbance(Int)
    case wander
    case tone

    /// A number that no other part of the same thing has.
    fileprivate var number: UInt64 {
      let (family, member): (UInt64, Int) =
        switch self {
        case .chapter(let index): (1, index)
        case .channel(let index): (2, index)
        case .act(let index): (3, index)
        case .white: (4, 0)
        case .flicker(let index): (5, index)
        case .heartbeat: (6, 0)
        case .axis(let index): (7, index)
        case .jerk: (8, 0)
        case .vibration: (9, 0)
        case .muscle: (10, 0)
        case .contraction(let index): (11, index)
        case .unit(let index): (12, index)
        case .disturbance(let index): (13, index)
        case .wander: (14, 0)
        case .tone: (15, 0)
        }
      return family << 48 | UInt64(member)
    }
  }

  private let value: UInt64

  /// The seed of the whole, as the user gives it.
  init(_ value: Int) { self.value = UInt64(bitPattern: Int64(value)) }

  private init(bits: UInt64) { value = bits }

  /// The seed of a part that has parts.
  func part(_ part: Part) -> Seed {
    var generator = generator(part)
    return Seed(bits: generator.next())
  }

  /// The generator of a part.
  func generator(_ part: Part) -> SeededGenerator { SeededGenerator(seed: value, part: part.number) }
}
