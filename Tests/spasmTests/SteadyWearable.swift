import FirmwareProtocol
import Foundation
import Links
import Signals
import Simulation
import Synchronization

/// A source whose every channel of muscle comes twice.
final class TwiceSource: BlockSource {
  let description: SourceDescription
  var damage: [String] { [] }
  private let source: SimulatedSource

  init(_ source: SimulatedSource) {
    self.source = source
    var description = source.description
    let streams = description.streams.map { stream -> StreamDescription in
      guard stream.kind == .emg else { return stream }
      let second = stream.channels.map { channel in
        var channel = channel
        channel.label = "EMG\((Int(channel.label.dropFirst(3)) ?? 0) + stream.channels.count)"
        return channel
      }
      return StreamDescription(
        kind: stream.kind, rate: stream.rate, unit: stream.unit, channels: stream.channels + second)
    }
    description.streams = streams
    self.description = description
  }

  func next(into block: inout Block) -> Delivery {
    let delivery = source.next(into: &block)
    guard case .block = delivery, description.streams[block.stream].kind == .emg else { return delivery }
    let (values, channels) = (block.samples, block.channelCount)
    block.samples.removeAll(keepingCapacity: true)
    block.channelCount = 2 * channels
    for frame in stride(from: 0, to: values.count, by: channels) {
      block.samples += values[frame..<frame + channels]
      block.samples += values[frame..<frame + channels]
    }
    return delivery
  }
}

/// A wearable that plays in real time at a socket, on a thread of its own, and notes when it sent what.
final class SteadyWearable: @unchecked Sendable {
  private let wearable: VirtualWearable
  private let listener: LinkListener
  private let lead: Double
  private let rate: Double
  private let isStopped = Atomic(false)
  private let ended = DispatchSemaphore(value: 0)
  /// What was sent, and when; its thread's alone until that has ended.
  private var frames: [(at: Double, bytes: [UInt8])] = []

  /// A wearable at the socket `path` that plays `source`, from `lead` seconds after its beginning.
  init(_ source: any BlockSource, at path: String, from lead: Double) throws {
    wearable = VirtualWearable(source)
    rate = source.description.streams[0].rate.hertz
    self.lead = lead
    listener = try LinkListener.listen(.unix(path: path))
  }

  func start() {
    let thread = Thread { [self] in
      play()
      ended.signal()
    }
    thread.qualityOfService = .userInteractive
    thread.start()
  }

  func stop() {
    isStopped.store(true, ordering: .relaxed)
    ended.wait()
  }

  private func play() {
    let begin = HostClock.now
    var host: ByteLink?
    while !isStopped.load(ordering: .relaxed) {
      do throws(LinkError) {
        if host == nil { host = try listener.accept(waiting: 1) }
        let came = try host?.read(waiting: 1) ?? []
        let time = Seconds(HostClock.now - begin + lead)
        var said: [[UInt8]] = []
        wearable.receive(came, at: time) { said.append($0) }
        wearable.advance(to: time) { said.append($0) }
        guard let host else { continue }
        for bytes in said {
          frames.append((HostClock.now, bytes))
          try host.write(bytes)
        }
      } catch {
        host = nil
      }
    }
  }

  /// When each sample was sent.
  func sent() throws -> SentSamples {
    var sent = SentSamples()
    var deframer = Deframer()
    for (time, bytes) in frames {
      bytes.withUnsafeBytes { raw in
        deframer.take(raw) { result, _ in
          switch try? result.get() {
          case .data(let frame) where frame.stream == 0 && !frame.isHistoric && frame.count > 0:
            // A recording begins with its first sample.
            if sent.start == nil { sent.start = Double(frame.time) * 1e-6 }
            sent.ends.append((Double(frame.time) * 1e-6 + Double(frame.count) / rate, time))
          default: break
          }
        }
      }
    }
    return sent
  }
}

/// When the samples of muscle up to each device time were sent.
struct SentSamples {
  var start: Double?
  var ends: [(device: Double, at: Double)] = []

  /// How long after the sending of the sample that decided it a line was there; nil of lines that no sample decides.
  func delay(of line: LineStamps.Line) -> Double? {
    guard ["onset", "spasm", "episode"].contains(line.kind), let start else { return nil }
    // Half a sample is no matter.
    let place = ends.firstIndexAfter(start + line.at - 0.000_25)
    return place < ends.count ? line.arrived - ends[place].at : nil
  }
}

extension [(device: Double, at: Double)] {
  /// The first place at which the device's time is not before `time`.
  fileprivate func firstIndexAfter(_ time: Double) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].device < time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

enum HostClock {
  /// Seconds by a clock that never goes back.
  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
