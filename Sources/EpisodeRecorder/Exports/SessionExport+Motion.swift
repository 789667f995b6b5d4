internal import Events
internal import Signals

extension SessionExport {
  /// A stream of motion as a tracking system of BIDS.
  struct TrackingSystem {
    var stream: Int
    var label: String
  }

  /// The streams of motion: the only one is `imu`, and of several each has its kind in its name.
  func trackingSystems(of streams: [StreamDescription]) -> [TrackingSystem] {
    let places = streams.indices.filter { streams[$0].kind != .emg }
    return places.enumerated().map { number, place in
      let kind = streams[place].kind
      let alike = places.filter { streams[$0].kind == kind }
      let owner = wearable.map { "wearable\($0)" } ?? ""
      let suffix = alike.count > 1 ? "\(number + 1)" : ""
      return TrackingSystem(
        stream: place, label: owner + (places.count == 1 ? "imu" : "imu\(kind.rawValue)\(suffix)"))
    }
  }

  /// Writes the sidecar and the channels of a tracking system: BIDS 1.11, "Motion".
  func writeMotion(_ system: TrackingSystem, of stream: StreamDescription, to folder: String) throws {
    let stem = "\(folder)/\(taskStem)_tracksys-\(system.label)"
    let sidecar = Self.sidecar { json in
      writeTask(to: &json)
      json.field("SamplingFrequency", stream.rate.hertz, decimals: 9)
      json.field("TrackingSystemName", system.label)
      json.field("MissingValues", "n/a")
      json.field("MotionChannelCount", stream.channels.count)
      json.field(stream.kind == .gyroscope ? "GYROChannelCount" : "ACCELChannelCount", stream.channels.count)
      json.field("TrackedPointsCount", 1)
      if reading.duration > 0 { json.field("RecordingDuration", reading.duration, decimals: 6) }
    }
    try ExportFile.write(sidecar, to: "\(stem)_motion.json")
    let rows: [[String?]] = stream.channels.enumerated().map { position, channel in
      [
        channel.label, Self.axis(of: channel, at: position), stream.kind == .gyroscope ? "GYRO" : "ACCEL",
        "wearable", stream.motionUnit.name, channel.site, Self.hertz(stream.rate),
      ]
    }
    try ExportFile.write(
      Self.tsv(
        ["name", "component", "type", "tracked_point", "units", "placement", "sampling_frequency"], rows),
      to: "\(stem)_channels.tsv")
  }

  /// Writes the values of all tracking systems in one pass: a row a frame, without a heading, `n/a` where there is none.
  func writeMotionTables(
    _ systems: [TrackingSystem], of streams: [StreamDescription], to folder: String
  ) throws -> [String] {
    let files = try systems.map { try ExportFile("\(folder)/\(taskStem)_tracksys-\($0.label)_motion.tsv") }
    var next = systems.map { _ in Int64(0) }
    let absent = systems.map { system in
      Array(repeating: "n/a", count: streams[system.stream].channels.count).joined(separator: "\t") + "\n"
    }
    let damage = try forEachBlock { block in
      guard let place = systems.firstIndex(where: { $0.stream == block.stream }) else { return }
      let stream = streams[block.stream]
      // The table has no times: what never came has its rows too.
      for _ in 0..<max(0, block.firstIndex - next[place]) { try files[place].write(absent[place]) }
      for frame in 0..<block.frameCount {
        var row = ""
        for channel in 0..<block.channelCount {
          let value = block.samples[frame * block.channelCount + channel]
          if channel > 0 { row += "\t" }
          let factor = stream.motionUnit.factor
          row +=
            value == Block.missing
            ? "n/a" : decimalText(stream.channels[channel].physical(value) * factor, decimals: 6)
        }
        try files[place].write(row + "\n")
      }
      next[place] = block.endIndex
    }
    for file in files { try file.finish() }
    return damage
  }

  /// The axis that a channel's name ends with, or else that of its place.
  private static func axis(of channel: ChannelDescription, at position: Int) -> String {
    let last = channel.label.last.map { String($0).lowercased() } ?? ""
    return ["x", "y", "z"].contains(last) ? last : ["x", "y", "z"][position % 3]
  }
}

extension StreamDescription {
  /// The unit of motion in the international system, and how many of it the stream's own is.
  fileprivate var motionUnit: (name: String, factor: Double) {
    unit == .standardGravity ? ("m/s^2", 9.80665) : unit == .degreesPerSecond ? ("deg/s", 1) : ("n/a", 1)
  }
}
