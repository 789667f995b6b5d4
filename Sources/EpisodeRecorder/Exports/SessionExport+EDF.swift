internal import Foundation
internal import RecordingFormats
internal import Signals

extension SessionExport {
  /// Writes all streams as EDF+C of 16 bits; returns what was lost of the resolution, and the damage that was met.
  func writeEDF(to path: String) throws -> [String] {
    try writeSignals(to: path, EDFVariant(.two, .continuous)) { _ in true }
  }

  /// Writes the streams that are `chosen`, with episodes and notes as annotations.
  ///
  /// The signals are gone through twice: what fits the file is known once their extremes are.
  func writeSignals(
    to path: String, _ variant: EDFVariant, _ chosen: (StreamDescription) -> Bool
  ) throws -> [String] {
    let description = try open().description
    let all = description.streams
    let places = all.indices.filter { chosen(all[$0]) }
    var extremes: [[ClosedRange<Int32>?]] = all.map { $0.channels.map { _ in nil } }
    _ = try forEachBlock { block in
      for (place, value) in block.samples.enumerated() where value != Block.missing {
        let channel = place % block.channelCount
        let known = extremes[block.stream][channel] ?? value...value
        if !known.contains(value) || extremes[block.stream][channel] == nil {
          extremes[block.stream][channel] =
            min(known.lowerBound, value)...max(known.upperBound, value)
        }
      }
    }
    let fit = SignalFit(
      places.map { all[$0] }, extremes: places.map { extremes[$0] }, range: variant.digitalRange)
    var settings = EDFWriter.Settings(variant)
    settings.started = started.map { String($0.iso8601.prefix(19)) }
    settings.recording = device
    // The writer takes the caller's permissions for a file that it creates; one that is there keeps its own.
    try ExportFile(path).finish()
    let writer = try EDFWriter(path: path, streams: fit.streams, settings: settings)
    // What came after the end takes no time of its own: it stands with what came first, at its own moment.
    let length = zip(all, description.announcedFrames).map { $0.rate.time(of: $1 ?? 0) }.max() ?? 0
    for annotation in annotations where annotation.onset > length { try writer.annotate(annotation) }
    var waiting = annotations.filter { $0.onset <= length }[...]
    let damage = try forEachBlock { block in
      guard let stream = places.firstIndex(of: block.stream) else { return }
      var chosen = Block(stream: stream, channelCount: block.channelCount)
      chosen.firstIndex = block.firstIndex
      chosen.samples = block.samples
      let end = all[block.stream].rate.time(of: block.endIndex)
      while let next = waiting.first, next.onset <= end {
        try writer.annotate(next)
        waiting.removeFirst()
      }
      try writer.write(fit.fitted(chosen))
    }
    for annotation in waiting { try writer.annotate(annotation) }
    try writer.finish()
    return (fit.loss.map { ["\(variant.name): \($0)"] } ?? []) + damage
  }

  /// Episodes and notes as remarks, in the order of their onsets.
  ///
  /// What came before the first sample has no place in a file that begins with it, and stands at its start.
  var annotations: [Annotation] {
    var remarks = episodes.map { listed in
      let episode = listed.episode
      let words = [episode.kind, episode.subtype].compactMap(\.self).joined(separator: ", ")
      let place = episode.channel.map { ": \($0)" } ?? ""
      let correction = listed.correction.map { "; corrected: \($0)" } ?? ""
      return Annotation(
        onset: Seconds(episode.onset), duration: Seconds(episode.duration), text: words + place + correction)
    }
    for note in notes where note.kind != .correction {
      guard let time = note.atSeconds else { continue }
      let pain = note.pain.map { " (pain \($0))" } ?? ""
      let words = note.text.map { ": \($0)" } ?? ""
      remarks.append(Annotation(onset: Seconds(max(0, time)), text: note.kind.rawValue + pain + words))
    }
    return remarks.sorted { $0.onset < $1.onset }
  }
}
