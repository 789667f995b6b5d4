import Fixtures
import Foundation
import Links
import Signals
import Simulation

@testable import Wearables

/// The devices that are held to one contract.
enum ContractDevice: String, CaseIterable {
  case native, cyton, daisy, chords, npg, umyo

  var kind: DeviceKind {
    switch self {
    case .native: .native
    case .cyton, .daisy: .cyton
    case .chords, .npg: .chords
    case .umyo: .umyo
    }
  }

  /// One such device, in software.
  func make() throws -> any TestPeripheral {
    switch self {
    case .native: try NativePeripheral()
    case .cyton: CytonBoard()
    case .daisy: CytonBoard(hasDaisy: true)
    case .chords: ChordsFirmware()
    case .npg: ChordsFirmware("NPG-LITE", channels: 3, bits: 12, rate: 500)
    case .umyo: UMyoBase([UMyoBase.Unit(0xCC), UMyoBase.Unit(0x1A2B_3C4D)])
    }
  }
}

/// Any device, as a port wants it.
final class PluggedDevice: VirtualPeripheral {
  let device: any TestPeripheral

  init(_ device: any TestPeripheral) { self.device = device }

  func advance(to now: Seconds, send: ([UInt8]) -> Void) { device.advance(to: now, send: send) }
  func receive(_ bytes: [UInt8], at now: Seconds, send: ([UInt8]) -> Void) {
    device.receive(bytes, at: now, send: send)
  }
  func reset(at now: Seconds) { device.reset(at: now) }
}

/// A device that is listened to live, in virtual time, held to the contract of sources, with a capture of it all.
final class LiveDevice {
  let port: VirtualPort<PluggedDevice>
  let clock = VirtualClock()
  let source: DeviceSource
  let device: any TestPeripheral
  private(set) var contract: SourceContract
  private(set) var blocks: [Block] = []
  private(set) var news: [DeviceNews] = []
  private(set) var remarks: [String] = []
  private(set) var hasEnded = false
  private let kind: DeviceKind
  private let tape: Tape

  /// What the source's closures share with the test.
  private final class Tape {
    var records: [Capture.Record] = []
    var isStopped = false
  }

  init(
    _ kind: DeviceKind, _ device: any TestPeripheral, faults: LinkFaults = LinkFaults(), stop: Seconds? = nil
  )
    throws
  {
    let (clock, tape) = (clock, Tape())
    let port = VirtualPort(PluggedDevice(device), faults: faults, seed: 3, clock: clock)
    (self.kind, self.port, self.device, self.tape) = (kind, port, device, tape)
    var settings = DeviceSource.Settings(
      connect: { () throws(LinkError) in try port.connect() }, now: { clock.elapsed },
      isStopped: { tape.isStopped || stop.map { clock.elapsed >= $0 } ?? false })
    settings.pause = { clock.pass($0) }
    settings.capture = { tape.records.append($0) }
    source = try DeviceSource(kind, name: "virtual", settings: settings)
    contract = SourceContract(source.description, keepingSamples: true, lateness: 0.25)
  }

  func run(until end: Seconds) {
    var block = Block()
    while clock.elapsed < end, !hasEnded { step(&block) }
  }

  /// Has enough, and reads to the end.
  func stop() {
    tape.isStopped = true
    run(until: clock.elapsed + 10)
  }

  private func step(_ block: inout Block) {
    switch source.next(into: &block) {
    case .block:
      contract.check(block)
      blocks.append(block)
    case .news(let told): news.append(told)
    case .annotation(let remark):
      contract.check(remark, beside: block)
      remarks.append(remark.text)
    case .idle: break
    case .end: hasEnded = true
    }
  }

  /// By how many samples the world is ahead of our time line: a number for each block of the first stream, nil where its samples are nowhere.
  func leads() -> [Int?] {
    var last: Int?
    return blocks.filter { $0.stream == 0 }.map { block in
      let index = Int(block.firstIndex)
      let near = last.map { $0 + index } ?? 0
      // The first may be anywhere, the next ones a loss or a reset away.
      let far = Int((last == nil ? clock.elapsed.value : 8) * device.rate)
      let tick =
        isTrue(block, from: near) ? near : (max(0, near - far)..<near + far).first { isTrue(block, from: $0) }
      guard let tick else { return nil }
      last = tick - index
      return tick - index
    }
  }

  private func isTrue(_ block: Block, from tick: Int) -> Bool {
    for frame in 0..<block.frameCount {
      for (channel, value) in device.values(tick + frame).enumerated() {
        let heard = block.samples[frame * block.channelCount + channel]
        if heard != value, heard != Block.missing { return false }
      }
    }
    return true
  }

  var losses: [String] {
    news.compactMap { if case .linkLost(let reason) = $0 { reason } else { nil } }
  }

  /// How many frames of the first stream are absent, gap by gap.
  var gaps: [Int64] { contract.reading.gaps.filter { $0.stream == 0 && $0.from > 0 }.map { $0.to - $0.from } }

  /// The capture, played.
  func played() throws -> (reading: Reading, damage: [String]) {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      Capture.head(kind: kind.rawValue) + tape.records.flatMap(Capture.encode), to: "capture")
    let source = try CaptureSource(path: path)
    return (try readCheckingTheContract(of: source, lateness: 0.25), source.damage)
  }

  /// All bytes that the device sent, and when.
  var heard: [Capture.Record] { tape.records.filter { $0.direction == .fromDevice } }
}
