internal import FirmwareProtocol
internal import Signals

extension DataFrame {
  /// What the frame says of its channels; empty where it says that nothing is wrong.
  func qualities(in bytes: UnsafeRawBufferPointer) -> [SampleQuality] {
    guard (0..<Int(channels)).contains(where: { quality(of: $0, in: bytes)?.isEmpty == false }) else {
      return []
    }
    return (0..<Int(channels)).map { quality(of: $0, in: bytes) ?? [] }
  }
}

extension SampleQuality {
  /// Whether values so marked say nothing of the body: what an open electrode picks up, or what stands for lost samples.
  var isBlank: Bool { !isDisjoint(with: [.leadOff, .overrun]) }
}

extension [Int32] {
  /// Takes out the values of channels that the device itself finds worthless; `qualities` are a channel each, or none.
  mutating func blank(_ qualities: [SampleQuality]) {
    for (channel, quality) in qualities.enumerated() where quality.isBlank {
      for place in stride(from: channel, to: count, by: qualities.count) { self[place] = Block.missing }
    }
  }
}
