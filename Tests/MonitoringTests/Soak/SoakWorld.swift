import EpisodeRecorder
import FirmwareProtocol
import Foundation
import Links
import Monitoring
import Signals
import Simulation
import Synchronization
import Wearables

/// A wearable, the machine that listens to it, its disk and its reader, with what befalls them, in virtual time.
final class SoakWorld {
  let clock = VirtualClock()
  let port: VirtualPort<VirtualWearable>
  let disk = FailingDisk()
  let reader: Reader
  let schedule: FaultSchedule
  /// The fault that came last, by its number.
  private(set) var latest: Int?
  private var under: [(end: Double, heal: () -> Void)] = []
  private var next = 0
  /// Until then nothing is judged.
  private(set) var resumes = 0.0

  init(_ wearable: VirtualWearable, schedule: FaultSchedule) {
    port = VirtualPort(wearable, faults: LinkFaults(), seed: 5, clock: clock)
    reader = Reader()
    self.schedule = schedule
  }

  /// The machine's clocks as a monitor reads them.
  var monitorClock: MonitorClock {
    MonitorClock(
      elapsed: { [clock] in clock.elapsed }, awake: { [clock] in clock.awake },
      wall: { [clock] in clock.wall }, pause: { [clock] in clock.pass($0) })
  }

  /// Lets begin and end what is due.
  func act() {
    let now = clock.elapsed.value
    for fault in under where now >= fault.end { fault.heal() }
    under.removeAll { now >= $0.end }
    reader.drain()
    guard next < schedule.faults.count, now >= schedule.faults[next].start else { return }
    latest = next
    begin(schedule.faults[next], at: now)
    next += 1
  }

  private func begin(_ fault: Fault, at now: Double) {
    let (port, disk, reader, clock) = (port, disk, reader, clock)
    func heal(_ body: @escaping () -> Void) { under.append((now + fault.length, body)) }
    switch fault.kind {
    case .unplugged:
      port.isPlugged = false
      heal { port.isPlugged = true }
    case .stalled:
      port.isStalled = true
      heal { port.isStalled = false }
    case .reset: port.reset()
    case .clockSet: clock.setWall(by: fault.choice % 2 == 0 ? fault.length : -fault.length)
    case .suspended: clock.sleep(Seconds(fault.length))
    case .batteryLow:
      let before = port.wearable.battery
      port.wearable.battery = 7
      heal { port.wearable.battery = before }
    case .electrodeOff:
      let channel = Int(fault.choice % UInt64(port.wearable.channels[0]))
      port.wearable.quality = port.wearable.channels[0].bits(of: channel)
      heal { port.wearable.quality = [] }
    case .slowJudge: resumes = now + fault.length
    case .readerBlocks:
      reader.isReading = false
      heal { reader.isReading = true }
    case .readerGone:
      reader.leave()
      heal { reader.come() }
    case .diskFull:
      disk.trouble = ENOSPC
      heal { disk.trouble = 0 }
    case .writeFails:
      disk.trouble = EIO
      heal { disk.trouble = 0 }
    }
  }
}

extension Int {
  /// The quality of so many channels of which one is off.
  fileprivate func bits(of channel: Int) -> [UInt8] {
    (0..<self).map { $0 == channel ? SampleQuality.leadOff.rawValue : 0 }
  }
}

/// A disk that can be full or broken for a time.
final class FailingDisk: Sendable {
  private let error = Atomic<Int32>(0)

  var trouble: Int32 {
    get { error.load(ordering: .relaxed) }
    set { error.store(newValue, ordering: .relaxed) }
  }

  /// The system's calls, on this disk.
  var calls: FileCalls {
    let sound = FileCalls()
    var calls = sound
    calls.write = { [self] in trouble == 0 ? sound.write($0, $1, $2) : -Int(trouble) }
    calls.create = { [self] in trouble == 0 ? sound.create($0) : -trouble }
    // What is on a real disk beside this one is not what is tried.
    calls.freeSpace = { [self] _ in trouble == ENOSPC ? 0 : 1 << 40 }
    calls.sync = { _ in 0 }
    return calls
  }
}
