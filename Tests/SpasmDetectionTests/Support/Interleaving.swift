import Signals

extension Recording {
  /// The blocks of all tracks in a random order that keeps the contract of sources and links.
  ///
  /// Block lengths are random, from one frame up to 0.1 s of motion and `longest` frames of muscle. Motion lags
  /// the muscle by `lag` seconds at most, and leads it by a second at most.
  func interleaved(lag: Seconds, longest: Int, seed: UInt64) -> [Block] {
    var generator = SeededGenerator(seed: seed)
    var waiting = tracks.enumerated().map { position, track in
      let limit = track.description.kind == .emg ? longest : track.description.rate.count(in: 0.1)
      return track.blocks(stream: position) { Int.random(in: 1...limit, using: &generator) }[...]
    }
    var blocks: [Block] = []
    var reached = tracks.map { _ in Seconds(0) }
    while waiting.contains(where: { !$0.isEmpty }) {
      let allowed = tracks.indices.filter { track in
        guard let next = waiting[track].first else { return false }
        let end = end(of: next)
        let isMuscle = tracks[track].description.kind == .emg
        return tracks.indices.allSatisfy { other in
          let otherIsMuscle = tracks[other].description.kind == .emg
          guard isMuscle != otherIsMuscle, !waiting[other].isEmpty else { return true }
          return end - reached[other] <= (isMuscle ? lag : 1)
        }
      }
      // Where muscle has a gap, motion leads by as much.
      let behind = tracks.indices.filter { !waiting[$0].isEmpty && tracks[$0].description.kind != .emg }
        .min { reached[$0] < reached[$1] }
      guard let track = allowed.randomElement(using: &generator) ?? behind,
        let block = waiting[track].popFirst()
      else { break }
      reached[track] = end(of: block)
      blocks.append(block)
    }
    return blocks
  }

  /// The blocks of muscle and of one motion sensor, in few frames each, motion `lag` behind muscle throughout.
  func lagging(by lag: Seconds) -> [Block] {
    var motion = tracks[1].blocks(stream: 1) { 1 }[...]
    var blocks: [Block] = []
    for block in muscle.blocks(stream: 0, size: { 3 }) {
      while let next = motion.first, end(of: next) <= end(of: block) - lag {
        blocks.append(next)
        motion.removeFirst()
      }
      blocks.append(block)
    }
    return blocks + motion
  }

  /// The recording with its digital values of muscle `factor` times as large.
  func multiplied(by factor: Double) -> Recording {
    var copy = self
    for run in copy.muscle.runs.indices {
      copy.muscle.runs[run].values = copy.muscle.runs[run].values.map { Int32(Double($0) * factor) }
    }
    return copy
  }

  /// The recording with the gain of every muscle channel `factor` times as large.
  func amplified(by factor: Double) -> Recording {
    var copy = self
    for channel in copy.muscle.description.channels.indices {
      copy.muscle.description.channels[channel].gain *= factor
    }
    return copy
  }
}
