internal import Synchronization

/// Says to programs that run for a monitor that it ends: each is killed, with all that it started.
public final class ProgramEnd: Sendable {
  private let isAsked = Atomic(false)

  /// Nothing has ended yet.
  init() {}

  /// From now on no program runs any longer.
  public func ask() { isAsked.store(true, ordering: .relaxed) }

  /// Whether programs are to end.
  var isOver: Bool { isAsked.load(ordering: .relaxed) }
}
