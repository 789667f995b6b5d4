import Events
import Monitoring
import Signals
import Simulation
import SpasmDetection
import Testing

/// Alerts from the events of a whole simulated recording.
@Suite struct AlertReplayTests {
  @Test func `the spasms of a recording are told while they go on, and no others`() throws {
    let limit: Seconds = 5
    var engine = AlertEngine(rules: [AlertRule(.activity(.spasm, longerThan: limit), every: 1)])
    var (alerts, spasms, time) = ([Alert](), [Episode](), Seconds(0))
    let replay = Replay(
      SimulatedSource(.backSpasm, seed: 1, duration: 240), name: "sim",
      preset: try #require(Preset.named("back")))
    _ = try replay.run { event in
      // Between events the clock of the host goes on.
      while time + 0.5 < event.at {
        time += 0.5
        alerts += engine.tick(time)
      }
      time = max(time, event.at)
      alerts += engine.take(event, now: time)
      if case .episode(let episode) = event.body, episode.kind == .spasm { spasms.append(episode) }
    }
    let long = spasms.filter { $0.duration > limit + 1 }
    #expect(!long.isEmpty)
    for spasm in long {
      let told = alerts.filter {
        $0.given >= spasm.onset + limit && $0.given < spasm.offset && $0.state == .given
      }
      #expect(told.count == 1, "\(spasm.onset.value) to \(spasm.offset.value)")
    }
    #expect(alerts.count { $0.state == .given } <= spasms.count { $0.duration > limit - 1 })
  }
}
