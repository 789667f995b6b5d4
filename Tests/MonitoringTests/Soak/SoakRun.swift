import EpisodeRecorder
import Foundation
import Links
import Signals
import Simulation
import SpasmDetection
import Synchronization
import Wearables

@testable import Monitoring

/// All that 'spasm live --record' runs for one wearable, on one thread, in a world that is played.
final class SoakRun {
  let world: SoakWorld
  let tap: TappedSource
  let log: SoakLog
  let lane: Lane
  let board: Board
  let folder: SessionFolder
  let linesPath: String
  private(set) var memory = MemoryWatch()

  init(
    _ scenario: Scenario, seed: Int, seconds: Double, drift: Double, schedule: FaultSchedule, preset: Preset,
    in path: String
  ) throws {
    var settings = VirtualWearable.Settings()
    settings.drift = drift
    let wearable = VirtualWearable(SimulatedSource(scenario, seed: seed), settings: settings)
    let world = SoakWorld(wearable, schedule: schedule)
    self.world = world
    let (clock, port) = (world.clock, world.port)
    var link = DeviceSource.Settings(
      connect: { () throws(LinkError) in try port.connect() }, now: { clock.elapsed },
      isStopped: { clock.elapsed.value >= seconds })
    link.pause = { clock.pass($0) }
    tap = TappedSource(
      try DeviceSource(name: "soak", settings: link), clock: clock, minutes: Int(seconds / 60))
    let streams = tap.description.streams
    linesPath = path + "/lines"
    log = SoakLog(streams, faults: schedule.faults.count, lines: linesPath)
    var session = SessionRecorder.Settings(
      source: "unix:soak", device: tap.description.format,
      started: WallTime(unixSeconds: clock.wall, offset: 0), preset: preset.name, parameters: [:],
      software: "SpasmKit tests", clock: { clock.elapsed.value })
    session.calls = world.disk.calls
    session.syncsInBackground = false
    let recorder = try SessionRecorder(in: path, streams: streams, settings: session)
    folder = recorder.folder
    var feedSettings = Feed.Settings()
    feedSettings.clock = world.monitorClock
    let feed = Feed(tap, settings: feedSettings)
    board = Board(
      [.init(name: "soak", source: tap.description, preset: preset.name, session: folder)],
      keepsTraces: true, clock: world.monitorClock)
    var laneSettings = Lane.Settings(name: "unix:soak", preset: preset)
    laneSettings.clock = world.monitorClock
    laneSettings.outlets = [log, world.reader]
    var look: () -> Void = {}
    lane = Lane(
      feed, number: 0, recorder: recorder, board: board, settings: laneSettings,
      fill: {
        look()
        repeat { guard feed.step() else { return } } while clock.elapsed.value < world.resumes
      })
    world.reader.attach(lane.inbox, streams)
    look = { [unowned self] in
      world.act()
      log.latest.store(world.latest ?? -1, ordering: .relaxed)
      memory.look(at: clock.elapsed.value)
    }
  }

  /// Plays it to its end.
  func play() {
    lane.run()
    log.close()
  }
}
