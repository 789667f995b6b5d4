import FirmwareProtocol
import Links
import Signals
import Simulation
import Testing

@testable import Wearables

/// A device that is listened to live, in virtual time: what is told of it, and where its samples lie.
@Suite struct DeviceSourceTests {
  /// A device, what it is plugged into, and what came of it.
  private final class Session {
    let port: VirtualPort<VirtualWearable>
    let clock = VirtualClock()
    let device: DeviceSource
    let noise: NoiseSource
    var blocks: [Block] = []
    var news: [(at: Seconds, DeviceNews)] = []
    var idle: [Seconds] = []
    var remarks: [String] = []

    init(_ settings: VirtualWearable.Settings = .init(), seconds: Double = 100) throws {
      noise = try NoiseSource(seconds: seconds, rates: [500, 100], channels: [2, 3])
      let (clock, port) = (
        clock,
        VirtualPort(
          VirtualWearable(noise, settings: settings), faults: LinkFaults(), seed: 3, clock: clock)
      )
      self.port = port
      var link = DeviceSource.Settings(
        connect: { () throws(LinkError) in try port.connect() }, now: { clock.elapsed },
        isStopped: { false })
      link.pause = { clock.pass($0) }
      device = try DeviceSource(name: "virtual", settings: link)
    }

    func run(until end: Seconds) {
      var block = Block()
      while clock.elapsed < end {
        switch device.next(into: &block) {
        case .block: blocks.append(block)
        case .news(let told): news.append((clock.elapsed, told))
        case .idle: idle.append(clock.elapsed)
        case .annotation(let remark): remarks.append(remark.text)
        case .end: return
        }
      }
    }

    /// Gaps between blocks of muscle: the index after them, and how many frames are absent.
    var gaps: [(before: Int64, count: Int64)] {
      var (end, gaps) = (blocks.first { $0.stream == 0 }?.firstIndex ?? 0, [(before: Int64, count: Int64)]())
      for block in blocks where block.stream == 0 {
        if block.firstIndex > end { gaps.append((block.firstIndex, block.firstIndex - end)) }
        end = block.endIndex
      }
      return gaps
    }

    /// By how many frames the source is ahead of our time line, a number for each block of muscle.
    var leads: [Int64] {
      var (place, leads) = (0, [Int64]())
      for block in blocks where block.stream == 0 {
        let window = place..<place + 3_000_000
        guard let found = window.first(where: { noise.value(0, $0, 0) == block.samples[0] }) else { continue }
        leads.append(Int64(found) - block.firstIndex)
        place = found
      }
      return leads
    }

    var losses: [String] {
      news.compactMap { if case .linkLost(let reason) = $0.1 { reason } else { nil } }
    }
    var returns: Int { news.count { $0.1 == .linkBack } }
    var states: [DeviceState] { news.compactMap { if case .state(let state) = $0.1 { state } else { nil } } }
  }

  @Test func `a cable that is pulled is told, its return too, and silence ten times a second`() throws {
    let session = try Session()
    session.run(until: 5)
    session.port.isPlugged = false
    session.run(until: 9)
    session.port.isPlugged = true
    session.run(until: 14)
    #expect(session.losses == ["virtual: has gone"] && session.returns == 1)
    #expect((30...50).contains(session.idle.count { $0 > 5 && $0 < 9 }))
    // The lease went on, and so did the device: what was lost is a gap of four seconds and the time that it takes to call.
    #expect(session.gaps.count == 1 && (1900...2600).contains(session.gaps[0].count))
    #expect(Set(session.leads).count == 1)
  }

  @Test func `a device that says nothing is missed after three seconds, and costs nothing if late`() throws {
    let session = try Session()
    session.run(until: 5)
    session.port.isStalled = true
    session.run(until: 9)
    session.port.isStalled = false
    session.run(until: 14)
    #expect(session.losses == ["virtual: sends no samples"] && session.returns == 1)
    #expect(session.gaps.isEmpty)
  }

  @Test func `bytes that make no samples are no signal`() throws {
    let session = try Session()
    session.run(until: 10)
    session.port.faults.bitErrors = 1
    session.run(until: 20)
    session.port.faults.bitErrors = 0
    session.run(until: 40)
    let told = session.news.compactMap { at, news in
      switch news {
      case .linkLost: (at: at.value, isLost: true)
      case .linkBack: (at: at.value, isLost: false)
      case .state: nil
      }
    }
    #expect(told.map(\.isLost) == [true, false])
    #expect((12.9...13.5).contains(told[0].at) && (20...33).contains(told[1].at), "\(told)")
    // What was away is a gap, to the sample.
    #expect(Set(session.leads.dropFirst(10)).count <= 2)
  }

  @Test func `after a machine's sleep of an hour the device is called again, and the hour is a gap`() throws {
    var settings = VirtualWearable.Settings()
    settings.drift = 100
    let session = try Session(settings, seconds: 4000)
    session.run(until: 20)
    session.clock.sleep(3600)
    session.run(until: 3640)
    let gap = try #require(session.gaps.max { $0.count < $1.count })
    #expect(abs(Double(gap.count) / 500 - 3600) < 31, "what came within the lease may be there")
    // The source is played by true time, and counted by a clock that is 0.36 s an hour faster.
    let leads = session.leads
    let first = try #require(leads.first)
    #expect(leads.allSatisfy { abs($0 - first) < 200 }, "\(Set(leads).sorted())")
    let last = try #require(session.blocks.last { $0.stream == 0 })
    #expect(abs(Double(last.endIndex) / 500 - 3639.8) < 1)
  }

  @Test func `after a reset the gap is as long as the device was away`() throws {
    let session = try Session()
    session.run(until: 10)
    session.port.reset()
    session.run(until: 20)
    let leads = session.leads
    let first = try #require(leads.first)
    #expect(leads.allSatisfy { abs($0 - first) <= 20 }, "\(Set(leads).sorted())")
    #expect(session.remarks == ["the device was restarted"])
    #expect(session.gaps.count == 1)
  }

  @Test func `battery, drift and jitter are told once a minute`() throws {
    var settings = VirtualWearable.Settings()
    (settings.drift, settings.battery) = (50, 63)
    let session = try Session(settings, seconds: 400)
    session.run(until: 310)
    let states = session.states
    #expect((5...9).contains(states.count), "\(states.count)")
    #expect(states.allSatisfy { $0.battery == 0.63 && $0.isCharging == false && $0.electrodesOff.isEmpty })
    let last = try #require(states.last)
    #expect(abs((last.drift ?? 0) - 50) < 5, "\(String(describing: last.drift))")
    // 3 to 20 ms on the way, by the square of a chance, and steps of 5 ms: 95 of 100 are late by up to 20 ms.
    #expect((0.008...0.03).contains(last.jitter?.value ?? 0), "\(String(describing: last.jitter))")
  }

  @Test func `an electrode that comes off is told at once, and its values are missing`() throws {
    let session = try Session()
    session.run(until: 5.5)
    session.port.wearable.quality = [0, SampleQuality.leadOff.rawValue]
    session.run(until: 9)
    session.port.wearable.quality = []
    session.run(until: 13)
    let told = session.news.compactMap { at, news in
      if case .state(let state) = news { (at, state.electrodesOff) } else { nil }
    }
    let (off, on) = (told.first { $0.1 == [1] }, told.first { $0.0 > 9 && $0.1.isEmpty })
    #expect(off.map { $0.0 > 5.5 && $0.0 < 7 } == true)
    #expect(on.map { $0.0 < 10.5 } == true)
    let missing = session.blocks.filter { $0.stream == 0 }.flatMap { block in
      stride(from: 1, to: block.samples.count, by: 2).filter { block.samples[$0] == Block.missing }
    }
    #expect((1650...1850).contains(missing.count))
    #expect(!session.blocks.contains { $0.stream == 0 && $0.samples[0] == Block.missing })
  }
}
