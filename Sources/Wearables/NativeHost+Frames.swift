internal import FirmwareProtocol
internal import Signals

// What the host makes of each frame.

extension NativeHost {
  mutating func handle(
    _ frame: Frame, _ bytes: UnsafeRawBufferPointer, at now: Seconds, _ take: (Event) -> Void
  ) {
    lastHeard = now.value
    switch frame {
    case .data(let frame): handle(frame, bytes, at: now, take)
    case .compact(let frame): handle(frame, take)
    case .status(let status):
      guard belongs(status.boot, take) else { return }
      clock.add(device: Seconds(Double(status.time) * 1e-6), host: now)
      // What should have come by now is missing, should no later frame tell.
      if phase == .streaming { close(at: status.positions) }
      take(.status(status))
    case .marker(let marker): take(.marker(marker))
    case .fragment(let part):
      do throws(WireError) {
        guard let whole = try parts.take(part) else { return }
        whole.withUnsafeBytes { raw in
          do throws(WireError) {
            handle(try Frame(raw, needsCheck: false), raw, at: now, take)
          } catch {
            take(.damaged(error))
          }
        }
      } catch {
        take(.damaged(error))
      }
    case .request: break
    case .reply(let reply, let id): handle(reply, id: id, at: now, take)
    }
  }

  /// Whether a frame is of the boot that was greeted; another one begins the session anew.
  private mutating func belongs(_ boot: UInt16, _ take: (Event) -> Void) -> Bool {
    guard let greeting else { return false }
    guard boot != greeting.boot else { return true }
    restart(boot: boot, take)
    return false
  }

  private mutating func restart(boot: UInt16, _ take: (Event) -> Void) {
    guard phase != .stopped else { return }
    (greeting, pending, phase) = (nil, nil, .greeting)
    backfill = Backfill()
    clock = ClockFit()
    for place in compact.indices { compact[place].forget() }
    take(.restarted(boot: boot))
  }

  private mutating func handle(
    _ frame: DataFrame, _ bytes: UnsafeRawBufferPointer, at now: Seconds, _ take: (Event) -> Void
  ) {
    let stream = Int(frame.stream)
    guard belongs(frame.boot, take), accountBoot == frame.boot, compact.indices.contains(stream),
      let current = accounts.indices.last, accounts[current].indices.contains(stream)
    else { return }
    compact[stream].take(frame)
    let index = accounts[current][stream].unwrapped(frame.index)
    accounts[current][stream].book(index: frame.index, count: frame.count, dropped: frame.dropped)
    let qualities = frame.qualities(in: bytes)
    if !frame.isHistoric { anchors[stream] = Anchor(index: index, time: frame.time, qualities: qualities) }
    if frame.isHistoric {
      if frame.count == 0 {
        closeRange(stream: frame.stream, at: index)
      } else {
        backfill.progressed(at: now)
      }
    } else if frame.count > 0 {
      // The last sample is the youngest: it cannot have come before it was taken.
      let length = Double(frame.count) * period(of: stream)
      clock.add(device: Seconds(Double(frame.time) * 1e-6 + length), host: now)
    }
    guard frame.count > 0 else { return }
    frame.read(&values, from: bytes)
    take(
      .samples(
        SampleRun(
          epoch: current, stream: stream, index: index, time: frame.time, values: values,
          channels: Int(frame.channels), qualities: qualities, isHistoric: frame.isHistoric)))
  }

  /// Seconds from one sample of a stream to the next, as the device describes it.
  private func period(of stream: Int) -> Double {
    let rate = streams[stream].rates[0]
    return Double(rate.denominator) / Double(rate.numerator)
  }

  private mutating func handle(_ frame: CompactFrame, _ take: (Event) -> Void) {
    let stream = Int(frame.stream)
    guard compact.indices.contains(stream), let current = accounts.indices.last else { return }
    do throws(WireError) {
      let first = try compact[stream].take(frame, into: &values)
      let channels = streams[stream].channels.count
      let index = accounts[current][stream].unwrapped(first)
      accounts[current][stream].book(index: first, count: UInt16(values.count / channels))
      let anchor = anchors[stream]
      take(
        .samples(
          SampleRun(
            epoch: current, stream: stream, index: index,
            time: anchor.time + UInt64(Double(index - min(index, anchor.index)) * period(of: stream) * 1e6),
            values: values, channels: channels, qualities: anchor.qualities, isHistoric: false)))
    } catch {
      take(.damaged(error))
    }
  }

  private mutating func handle(_ reply: Reply, id: UInt8, at now: Seconds, _ take: (Event) -> Void) {
    if case .range(let stream, let first, let count) = reply {
      return grantRange(id, stream, first, count, at: now)
    }
    if case .refused(.rangeReply, let result) = reply { return refuseRange(id, result, at: now) }
    if case .refused(.keepReply, .wrongState) = reply, phase == .streaming {
      // The lease has ended, or the device was reset.
      (pending, phase) = (nil, .greeting)
      return
    }
    guard let pending, pending.id == id else { return }
    self.pending = nil
    switch (reply, phase) {
    case (.hello(let greeting), .greeting):
      if let old = self.greeting, old.boot != greeting.boot { restart(boot: greeting.boot, take) }
      self.greeting = greeting
      streams = []
      phase = .describing(stream: 0)
    case (.describe(_, let description), .describing(let stream)):
      streams.append(description)
      guard let greeting, streams.count == Int(greeting.streams) else {
        phase = .describing(stream: stream + 1)
        return
      }
      compact = streams.map { _ in CompactReader() }
      anchors = streams.map { _ in Anchor() }
      phase = .starting
      take(.described(greeting, streams))
    case (.start(let moment), .starting):
      if accountBoot == moment.boot {
        close(at: moment.positions)
      } else {
        if let last = accounts.indices.last {
          for stream in accounts[last].indices { accounts[last][stream].settle() }
        }
        accounts.append(
          streams.indices.map { stream in
            SampleAccount(start: moment.positions.first { Int($0.stream) == stream }?.index ?? 0)
          })
        accountBoot = moment.boot
      }
      phase = .streaming
      keepDue = now.value + Double(lease) / 3
      take(.started(moment))
    case (.stop(let moment), .stopping):
      close(at: moment.positions)
      phase = .stopped
    case (.refused(_, .busy), _): self.pending = pending  // asked again in a second
    case (.refused(_, .wrongState), .starting): phase = .greeting
    case (.refused(let type, let result), _): phase = .failed(.refused(type, result))
    default: break
    }
  }

  private mutating func close(at positions: [StreamPosition]) {
    guard let current = accounts.indices.last else { return }
    for position in positions where accounts[current].indices.contains(Int(position.stream)) {
      accounts[current][Int(position.stream)].close(at: position.index)
    }
  }
}
