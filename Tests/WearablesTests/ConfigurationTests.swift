import FirmwareProtocol
import Signals
import Simulation
import Testing

@testable import Wearables

/// A virtual wearable that is asked for less than all it has, or in short frames.
@Suite struct ConfigurationTests {
  /// A host that asks what it is told to, without a link between.
  private struct Script {
    let wearable: VirtualWearable
    private(set) var traffic: [VirtualDevice.Heard] = []
    private var id: UInt8 = 0

    init(_ source: NoiseSource) { wearable = VirtualWearable(source) }

    mutating func ask(_ request: Request, at time: Double) throws {
      id += 1
      var bytes: [UInt8] = []
      try Frame.request(request, id: id).encoded(checked: true).withUnsafeBytes {
        Stuffing.stuff($0, onto: &bytes)
      }
      traffic.append(.init(time: time, isFromDevice: false, bytes: bytes))
      var said: [[UInt8]] = []
      wearable.receive(bytes, at: Seconds(time)) { said.append($0) }
      hear(said, time)
    }

    mutating func greet(maxFrame: UInt16) throws {
      try ask(.hello(major: 1, minor: 0, maxFrame: maxFrame), at: 0)
      for stream in 0..<2 { try ask(.describe(stream: UInt8(stream)), at: 0) }
    }

    mutating func run(_ steps: ClosedRange<Int>) {
      for step in steps {
        let time = Double(step) * 0.005
        var said: [[UInt8]] = []
        wearable.advance(to: Seconds(time)) { said.append($0) }
        hear(said, time)
      }
    }

    private mutating func hear(_ said: [[UInt8]], _ time: Double) {
      traffic += said.map { .init(time: time, isFromDevice: true, bytes: $0) }
    }
  }

  private func source() throws -> NoiseSource {
    try NoiseSource(seconds: 40, rates: [500, 100], channels: [2, 3])
  }

  @Test func `a stream that is configured has its channels, live and again`() throws {
    let source = try source()
    var script = Script(source)
    try script.greet(maxFrame: 4096)
    try script.ask(.configure(stream: 0, encoding: .i24, rate: 0, channels: 2), at: 0)
    try script.ask(.configure(stream: 1, encoding: nil, rate: 0, channels: 7), at: 0)
    try script.ask(.start(lease: 30), at: 0)
    script.run(1...400)
    try script.ask(.range(stream: 0, boot: 1, first: 100, count: 200), at: 2)
    script.run(401...600)
    try script.ask(.stop, at: 3)
    let origin = Int(script.wearable.sourceAtStart[0])
    var (live, again, wrong) = (0, 0, 0)
    script.traffic.frames { frame, bytes in
      guard case .data(let data) = frame else { return }
      if data.stream != 0 || data.channels != 1 { wrong += 1 }
      var values: [Int32] = []
      data.read(&values, from: bytes)
      for (place, value) in values.enumerated() {
        if value != source.value(0, origin + Int(data.index) + place, 1) { wrong += 1 }
      }
      if data.isHistoric { again += values.count } else { live += values.count }
    }
    #expect(live > 1400 && again == 200 && wrong == 0)
    let (findings, tried) = script.traffic.check()
    #expect(findings.isEmpty && tried.isSuperset(of: ["R18", "R24", "R25"]), "\(findings.prefix(3))")
  }

  /// For three channels of 24 bits DATA needs 24 and 3 x 4 bytes, and 4 for the CRC.
  @Test(arguments: [20, 24, 39, 40, 64, 244] as [UInt16])
  func `however short the host's frames are, samples come in what fits them`(maxFrame: UInt16) throws {
    let source = try source()
    var script = Script(source)
    try script.greet(maxFrame: maxFrame)
    try script.ask(.start(lease: 30), at: 0)
    script.run(1...600)
    try script.ask(.stop, at: 3)
    var readers = [CompactReader(), CompactReader()]
    var (data, compact, wrong) = (0, 0, 0)
    let origins = script.wearable.sourceAtStart
    func hold(_ values: [Int32], _ stream: Int, _ index: UInt32) {
      let channels = stream == 0 ? 2 : 3
      for (place, value) in values.enumerated() {
        let sample = Int(origins[stream]) + Int(index) + place / channels
        if value != source.value(stream, sample, place % channels) { wrong += 1 }
      }
    }
    script.traffic.frames { frame, bytes in
      var values: [Int32] = []
      switch frame {
      case .data(let frame):
        readers[Int(frame.stream)].take(frame)
        frame.read(&values, from: bytes)
        hold(values, Int(frame.stream), frame.index)
        data += values.count
      case .compact(let frame):
        guard let index = try? readers[Int(frame.stream)].take(frame, into: &values) else {
          return wrong += 1
        }
        hold(values, Int(frame.stream), index)
        compact += values.count
      default: break
      }
    }
    let isShort = maxFrame < 40
    // Three seconds of both streams, but for what is not yet a frame, or came before the first anchor.
    #expect((3700...3900).contains(isShort ? compact : data) && min(data, compact) == 0 && wrong == 0)
    let (findings, tried) = script.traffic.check()
    #expect(findings.isEmpty, "\(findings.prefix(3))")
    #expect(
      tried.isSuperset(of: ["R03", isShort ? "R23" : "R19"]) && (tried.contains("R28") == (maxFrame < 200)))
  }
}
