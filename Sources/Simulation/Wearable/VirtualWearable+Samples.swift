internal import CFirmwareProtocol
internal import Signals

// What a virtual wearable does with samples: takes them when they are due, sends and keeps them.

extension VirtualWearable {
  /// A stretch of sampling: the index of each stream's first sample, and the device time of all of them.
  struct Stretch {
    var first: [Int64]
    var time: UInt64
  }

  /// Takes all samples that are due by device time `time`.
  func sample(until time: UInt64, _ send: ([UInt8]) -> Void) {
    let stretch = stretches.last ?? begin(at: time)
    for stream in rates.indices {
      let full = count(stream) * channels[stream]
      let rate = rates[stream]
      let due =
        stretch.first[stream]
        + Int64(
          Double(time - stretch.time) * 1e-6 * rate.hertz * pace)
      while taken[stream] < due {
        guard source.take(stream, into: &waiting[stream]) else {
          isOver = true
          break
        }
        taken[stream] += 1
        // A stream that is switched off is not counted.
        if !isOn(stream) { waiting[stream].removeAll(keepingCapacity: true) }
        if waiting[stream].count >= full { sendWaiting(stream, send) }
      }
    }
  }

  private func begin(at time: UInt64) -> Stretch {
    let stretch = Stretch(first: taken, time: time)
    if stretches.count == 64 { stretches.removeFirst() }
    stretches.append(stretch)
    sourceAtStart = source.passed
    return stretch
  }

  /// Device time of a sample, in microseconds.
  private func time(of index: Int64, _ stream: Int) -> UInt64 {
    let stretch = stretches.last { $0.first[stream] <= index } ?? stretches[0]
    return stretch.time + UInt64(Double(index - stretch.first[stream]) / rates[stream].hertz / pace * 1e6)
  }

  private func sendWaiting(_ stream: Int, _ send: ([UInt8]) -> Void) {
    var flags = isMuscle[stream] && !quality.isEmpty ? quality : []
    for (place, value) in waiting[stream].enumerated() where value == Block.missing {
      // The protocol has a value at each place, and a bit that says it stands for none.
      waiting[stream][place] = 0
      if flags.isEmpty { flags = Array(repeating: 0, count: channels[stream]) }
      flags[place % channels[stream]] |= UInt8(SWP_OVERRUN.rawValue)
    }
    let count = waiting[stream].count / channels[stream]
    let first = taken[stream] - Int64(count)
    stores[stream].append(waiting[stream], at: first)
    swp_session_forgot(&session, UInt8(stream), UInt32(truncatingIfNeeded: stores[stream].first))
    let length = swp_session_samples(
      &session, UInt8(stream), enabled(waiting[stream], stream), UInt16(count), time(of: first, stream),
      flags.isEmpty ? nil : enabled(flags, stream), &frame, frame.count)
    emit(length, send)
    waiting[stream].removeAll(keepingCapacity: true)
  }

  private func mask(of stream: Int) -> UInt32 {
    withUnsafeBytes(of: &session.streams) { $0.bindMemory(to: swp_stream.self)[stream].channel_mask }
  }

  /// Whether the stream is switched on.
  func isOn(_ stream: Int) -> Bool {
    withUnsafeBytes(of: &session.streams) { $0.bindMemory(to: swp_stream.self)[stream].encoding != 0 }
  }

  func isPacked(_ stream: Int) -> Bool {
    withUnsafeBytes(of: &session.streams) { $0.bindMemory(to: swp_stream.self)[stream].encoding == 4 }
  }

  /// Of values, one for each channel and sample, those of the channels that are switched on.
  private func enabled<Value>(_ values: [Value], _ stream: Int) -> [Value] {
    let mask = mask(of: stream)
    guard mask.nonzeroBitCount < channels[stream] else { return values }
    return values.indices.filter { mask >> UInt32($0 % channels[stream]) & 1 == 1 }.map { values[$0] }
  }

  /// Forgets what is stored of streams whose configuration has forgotten it.
  func forgetConfigured() {
    withUnsafeBytes(of: &session.streams) { raw in
      let streams = raw.bindMemory(to: swp_stream.self)
      for stream in stores.indices where streams[stream].held == streams[stream].next {
        stores[stream].removeAll()
      }
    }
  }

  /// Sends some frames of the range that was asked for: live ones go first, so only a few at a time.
  func sendHistory(_ time: UInt64, _ send: ([UInt8]) -> Void) {
    let stream = Int(session.range.stream)
    for _ in 0..<4 {
      let next = taken[stream] - Int64(UInt32(truncatingIfNeeded: taken[stream]) &- session.range.next)
      let left = Int(session.range.end &- session.range.next)
      let run = left > 0 ? stores[stream].run(from: next, most: min(left, count(stream))) : []
      guard !run.isEmpty else {
        emit(swp_session_close_range(&session, time, &frame, frame.count), send)
        return
      }
      let length = swp_session_history(
        &session, enabled(run, stream), UInt16(run.count / channels[stream]), 0, self.time(of: next, stream),
        &frame,
        frame.count)
      emit(length, send)
    }
  }
}
