import Signals
import Simulation

/// Counts what a source delivers, and notes how its time line lies against the true time.
final class TappedSource: BlockSource {
  private let source: any BlockSource
  private let clock: VirtualClock
  /// Frames that were delivered, a stream each.
  private(set) var frames: [Int64]
  /// By how much the time line was ahead of true time, at the most, in each minute; it is behind by what packets take.
  private var leads: [Double]

  var description: SourceDescription { source.description }
  var damage: [String] { source.damage }

  init(_ source: any BlockSource, clock: VirtualClock, minutes: Int) {
    self.source = source
    self.clock = clock
    frames = source.description.streams.map { _ in 0 }
    leads = Array(repeating: -.infinity, count: minutes + 2)
  }

  func next(into block: inout Block) throws -> Delivery {
    let delivery = try source.next(into: &block)
    guard case .block = delivery else { return delivery }
    frames[block.stream] += Int64(block.frameCount)
    let now = clock.elapsed.value
    let minute = min(leads.count - 1, Int(now / 60))
    if description.streams[block.stream].kind == .emg {
      let end = description.streams[block.stream].rate.time(of: block.endIndex).value
      leads[minute] = max(leads[minute], end - now)
    }
    return delivery
  }

  /// By how much the time line is ahead at true time `time`; nil where nothing came.
  func lead(at time: Double) -> Double? {
    let minute = Int(time / 60)
    let near = leads[max(0, minute - 1)...min(leads.count - 1, minute + 1)].max() ?? -.infinity
    return near.isFinite ? near : nil
  }
}
