// What comes unasked, and what does not come.

extension Checker {
  /// What should have come by now.
  mutating func silence(_ tell: (Finding) -> Void) {
    for (id, asked) in device.open where now - asked.at > 1 {
      device.open[id] = nil
      hold("R06", false, "\(asked.request.type), id \(id), has no reply", tell)
    }
    guard device.state == .streaming else { return }
    if let last = device.lastStatus, now - last > 1.5, device.leaseEnd.map({ last + 1.5 < $0 }) ?? true {
      hold("R21", false, "no STATUS for \(String(Int((now - last) * 1000))) ms", tell)
      device.lastStatus = now
    }
    // A lease that the host lets end takes the right to speak with it; what was under way needs no second.
    if let end = device.leaseEnd, now > end + 1 {
      tried.insert("R12")
      device.endLive()
      device.leaseHasEnded = true
      endRanges()
    }
  }

  /// What ends a RANGE without an anchor.
  mutating func endRanges() {
    for stream in device.streams.keys { device.streams[stream]?.range = nil }
  }

  mutating func check(_ frame: Frame, _ raw: UnsafeRawBufferPointer, _ tell: (Finding) -> Void) {
    switch frame {
    case .data(let frame):
      check(boot: frame.boot, tell)
      check(frame, raw, tell)
    case .compact(let frame): check(frame, tell)
    case .status(let status): check(status, tell)
    case .marker(let marker):
      check(boot: marker.boot, tell)
      checkTurn("MARKER", tell)
      if let last = device.lastMarker {
        hold(
          "R30", marker.number == last.number &+ 1, "marker \(marker.number) follows \(last.number)", tell)
        hold("R16", marker.time >= last.time, "MARKER: device time goes back to \(marker.time)", tell)
      }
      device.lastMarker = marker
    case .reply(let reply, let id): check(reply, id: id, tell)
    case .request, .fragment: hold("R07", false, "a device sends what only a host says", tell)
    }
  }

  /// Whether the device may speak on its own now.
  mutating func checkTurn(_ what: String, _ tell: (Finding) -> Void) {
    if device.features == nil {
      hold("R10", false, "\(what) before HELLO", tell)
    } else if device.leaseHasEnded, device.state != .streaming {
      hold("R12", false, "\(what), and the lease has ended", tell)
    } else {
      hold("R11", device.state == .streaming, "\(what) while the session is \(device.state)", tell)
    }
  }

  /// Only HELLO_REPLY can tell of another boot: before it a device that was reset says nothing.
  mutating func check(boot: UInt16, _ tell: (Finding) -> Void) {
    guard let known = device.boot else { return }
    hold("R09", boot == known, "boot id \(boot), and HELLO told \(known)", tell)
  }

  /// Device time goes on in STATUS and replies.
  mutating func check(time: UInt64, _ what: String, _ tell: (Finding) -> Void) {
    hold(
      "R16", time >= device.lastTime, "\(what): device time goes back from \(device.lastTime) to \(time)",
      tell)
    device.lastTime = max(device.lastTime, time)
  }

  private mutating func check(_ status: StatusFrame, _ tell: (Finding) -> Void) {
    check(boot: status.boot, tell)
    checkTurn("STATUS", tell)
    check(time: status.time, "STATUS", tell)
    tried.insert("R21")
    device.lastStatus = now
    device.isUnstable = status.conditions.contains(.clockUnstable)
    guard status.state == .streaming else { return }
    for position in status.positions {
      guard let next = device.streams[position.stream]?.next else { continue }
      hold(
        "R22", position.index &- next < 1 << 31,
        "stream \(position.stream): next is \(position.index), and \(next) was sent before", tell)
    }
    let told = Set(status.positions.map(\.stream))
    let silent = device.streams.filter { $0.value.channelCount != nil && !told.contains($0.key) }
    hold(
      "R22", silent.isEmpty, "streams \(silent.keys.sorted()) send samples and are not told of", tell)
  }
}
