import FirmwareProtocol
import Signals
import Simulation

@testable import Wearables

/// A host and a virtual wearable with a link between them, in virtual time.
struct VirtualDevice: ~Copyable {
  let wearable: VirtualWearable
  var host = NativeHost()
  var down: FaultyLink
  var up: FaultyLink
  var now = 0.0
  /// What came of each stream, an epoch each: values by index, missing ones left out.
  private(set) var samples: [[[Int32?]]] = []
  /// Where in the source each epoch began, a stream each.
  private(set) var origins: [[Int64]] = []
  private(set) var damaged = 0
  var keepsTraffic = false
  private(set) var conflicts = 0
  /// Nothing arrives while it lasts, and comes late.
  var isStalled = false
  /// Nothing arrives while it lasts, and what was under way is gone.
  var isUnplugged = false
  /// What the host heard and said, in its order.
  private(set) var traffic: [Heard] = []

  struct Heard {
    var time: Double
    var isFromDevice: Bool
    var bytes: [UInt8]
  }

  init(_ wearable: VirtualWearable, faults: LinkFaults, seed: UInt64) {
    self.wearable = wearable
    down = FaultyLink(faults, seed: seed)
    up = FaultyLink(faults, seed: seed + 1)
  }

  /// Lets time pass, in steps of 5 ms.
  mutating func run(until end: Double) {
    while now < end {
      now += 0.005
      step()
    }
  }

  private mutating func step() {
    let time = Seconds(now)
    if isUnplugged {
      up.cut()
      down.cut()
    }
    var toHost: [[UInt8]] = []
    wearable.advance(to: time) { toHost.append($0) }
    var toDevice: [[UInt8]] = []
    up.deliver(at: time) { toDevice.append($0) }
    for bytes in toDevice { wearable.receive(bytes, at: time) { toHost.append($0) } }
    for bytes in toHost { down.send(bytes, at: time) }
    var events: [NativeHost.Event] = []
    var arrived: [[UInt8]] = []
    if !isStalled, !isUnplugged { down.deliver(at: time) { arrived.append($0) } }
    for bytes in arrived where keepsTraffic {
      traffic.append(Heard(time: now, isFromDevice: true, bytes: bytes))
    }
    for bytes in arrived { bytes.withUnsafeBytes { host.receive($0, at: time) { events.append($0) } } }
    host.tick(at: time) { events.append($0) }
    for event in events { take(event) }
  }

  private mutating func take(_ event: NativeHost.Event) {
    switch event {
    case .send(let bytes):
      if keepsTraffic { traffic.append(Heard(time: now, isFromDevice: false, bytes: bytes)) }
      up.send(bytes, at: Seconds(now))
    case .started:
      samples.append(wearable.channels.map { _ in [] })
      origins.append(wearable.sourceAtStart)
    case .samples(let run): keep(run)
    case .damaged: damaged += 1
    case .restarted: break
    case .described, .status, .marker: break
    }
  }

  private mutating func keep(_ run: SampleRun) {
    let first = Int(run.index - host.accounts[run.epoch][run.stream].start) * run.channels
    let missing = first + run.values.count - samples[run.epoch][run.stream].count
    if missing > 0 { samples[run.epoch][run.stream] += repeatElement(nil, count: missing) }
    for (place, value) in run.values.enumerated() {
      if let old = samples[run.epoch][run.stream][first + place], old != value { conflicts += 1 }
      samples[run.epoch][run.stream][first + place] = value
    }
  }
}

extension [VirtualDevice.Heard] {
  /// What a checker makes of it.
  func check() -> (findings: [Checker.Finding], tried: Set<String>) {
    var checker = Checker()
    var findings: [Checker.Finding] = []
    for heard in self {
      let time = UInt64(heard.time * 1e9)
      heard.bytes.withUnsafeBytes { raw in
        if heard.isFromDevice {
          checker.take(fromDevice: raw, at: time) { findings.append($0) }
        } else {
          checker.take(fromHost: raw, at: time) { findings.append($0) }
        }
      }
    }
    checker.finish { findings.append($0) }
    return (findings, checker.tried)
  }

  /// The frames that came from the device, each with its bytes; those in parts are put together.
  func frames(_ take: (Frame, UnsafeRawBufferPointer) -> Void) {
    var deframer = Deframer()
    var parts = FragmentAssembler()
    for heard in self where heard.isFromDevice {
      heard.bytes.withUnsafeBytes { raw in
        deframer.take(raw) { result, bytes in
          guard case .success(let frame) = result else { return }
          guard case .fragment(let part) = frame else { return take(frame, bytes) }
          (try? parts.take(part))?.withUnsafeBytes { whole in
            if let frame = try? Frame(whole, needsCheck: false) { take(frame, whole) }
          }
        }
      }
    }
  }
}
