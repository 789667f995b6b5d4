import Events
import Foundation
import Monitoring
import Signals
import Testing

@Suite struct AlertEngineTests {
  @Test func `a spasm is told when it passes the limit, while it goes on, and once`() throws {
    var script = try AlertScript("kind=spasm duration>30s")
    script.spasm(for: 29)
    #expect(script.said.isEmpty)
    // Between two calls the time that passes tells it.
    script.wait(1)
    #expect(script.said == ["spasm on calf for 30 s, going on"])
    #expect(
      script.alerts.first?.given == 30 && script.alerts.first?.rule.description == "kind=spasm duration>30s")
    script.spasm(for: 20)
    script.takeEpisode(.spasm, lasting: 50)
    #expect(script.alerts.count == 1)
  }

  @Test func `a spasm that ends before the limit is not told, and one of no limit is told when it is called`()
    throws
  {
    var script = try AlertScript(["kind=spasm duration>30s", "kind=spasm every=1s"])
    script.spasm(for: 10)
    #expect(script.said == ["spasm on calf for 2 s, going on"])
    script.takeEpisode(.spasm, lasting: 10)
    script.wait(60)
    #expect(script.alerts.count == 1)
  }

  @Test func `a spasm of which nothing is heard is not known to go on`() throws {
    var script = try AlertScript("kind=spasm duration>30s")
    script.spasm(for: 20)
    script.wait(100)
    #expect(script.said.isEmpty)
    // What comes late tells it all the same.
    script.takeEpisode(.spasm, lasting: 40)
    #expect(script.said == ["spasm on calf of 40 s, over"])
  }

  @Test func `a call that is withdrawn takes back its alert, and only its own`() throws {
    var script = try AlertScript("kind=spasm duration>5s")
    script.spasm(for: 3, channel: 1)
    script.take(.spasm(.withdrawn, onset: 0), channel: 1)
    #expect(script.said.isEmpty)
    script.spasm(for: 6)
    script.take(.spasm(.withdrawn, onset: 3))
    script.take(.spasm(.withdrawn, onset: 3), channel: 0)
    script.takeEpisode(.movement, lasting: 6)
    #expect(
      script.said == [
        "spasm on calf for 5 s, going on", "no spasm after all on calf: it was movement or no muscle",
      ])
    #expect(script.alerts.map(\.state) == [.given, .takenBack])
    #expect(script.alerts.map(\.urgency) == [.normal, .low])
  }

  @Test func `other kinds are told at their end`() throws {
    var script = try AlertScript(["kind=brief duration>1s", "kind=movement channel=calf"])
    script.takeEpisode(.brief, lasting: 0.8)
    script.takeEpisode(.brief, lasting: 1.2)
    script.takeEpisode(.movement, lasting: 3, channel: 1)
    script.takeEpisode(.movement, lasting: 4)
    #expect(script.said == ["brief contraction on calf of 1.2 s, over", "movement on calf of 4 s, over"])
  }

  @Test func `twitches are counted over the span that the rule says`() throws {
    var script = try AlertScript("kind=twitch count>=3 within=10s every=1s")
    for _ in 0..<10 {
      script.takeEpisode(.twitch, lasting: 0.1)
      script.wait(6)
    }
    #expect(script.said.isEmpty)
    script.wait(20)
    for _ in 0..<6 {
      script.takeEpisode(.twitch, lasting: 0.1)
      script.takeEpisode(.spasm, lasting: 0.1)
      script.wait(2)
    }
    // As long as they go on it is one occurrence; after a pause it is another.
    #expect(script.said == ["3 twitches within 10 s on calf"])
    script.wait(20)
    for _ in 0..<3 { script.takeEpisode(.twitch, lasting: 0.1, channel: 1) }
    #expect(script.said.last == "3 twitches within 10 s on left shin" && script.alerts.count == 2)
  }

  @Test func `the spasms of a bout are counted while it is open`() throws {
    var script = try AlertScript("bout spasms>=3 every=1s")
    for bout in [1, 2, 1, 2, 1, 1] {
      script.takeEpisode(.spasm, lasting: 3, bout: bout)
      script.wait(5)
    }
    #expect(script.said == ["3 spasms in one bout on calf"])
    script.take(.bout(Bout(id: 1, spasms: [1, 3, 5, 6], start: 0, end: 30)), channel: 0)
    script.take(.bout(Bout(id: 2, spasms: [2, 4], start: 0, end: 30)), channel: 0)
    // A series that has its number only at its end is told then.
    script.take(.bout(Bout(id: 3, spasms: [7, 8, 9, 10], start: 0, end: 30)), channel: 1)
    #expect(script.said.dropFirst() == ["4 spasms in one bout on left shin"])
  }

  @Test func `an electrode is off for any of several reasons, and back when none is left`() throws {
    var script = try AlertScript("electrode=off for>30s every=1s")
    script.take(.flat, true)
    script.wait(20)
    script.take(.device(DeviceState(electrodesOff: [0])))
    script.take(.flat, false)
    script.wait(10)
    #expect(script.said == ["electrode off on calf for 30 s"])
    script.take(.device(DeviceState()))
    script.take(.hum, true)
    script.wait(100)
    script.take(.railed, true, channel: 1)
    script.wait(29)
    script.take(.railed, false, channel: 1)
    script.wait(100)
    #expect(script.alerts.count == 1)
  }

  @Test func `a battery is told once as it falls, and again after it was charged`() throws {
    var script = try AlertScript("battery<15% every=1s")
    for battery in [0.2, 0.15, 0.14, 0.15, 0.14, 0.16, 0.13] {
      script.take(.device(DeviceState(battery: battery)))
      script.wait(60)
    }
    #expect(script.said == ["battery at 14 %"])
    script.take(.device(DeviceState(battery: 0.13, isCharging: true)))
    script.wait(60)
    script.take(.device(DeviceState(battery: 0.12)))
    #expect(script.said.last == "battery at 12 %" && script.alerts.count == 2)
  }

  @Test func `a disk is told when the hours that it was told to last have run down`() throws {
    var script = try AlertScript("disk<2h")
    script.take(.spaceLow, hours: 2.5)
    script.wait(1799)
    #expect(script.said.isEmpty)
    script.wait(1)
    #expect(script.said == ["the disk will be full in 2 h"])
    script.take(.spaceLow, hours: 0.9)
    script.wait(600)
    #expect(script.alerts.count == 1)
    script.take(.pausedDiskFull)
    script.take(.resumed)
    script.take(.spaceLow, hours: 0.2)
    #expect(script.said.last == "the disk will be full in 12 min")
  }

  @Test func `a disk that is full is told without having been foretold`() throws {
    var script = try AlertScript("disk<2h")
    script.take(.pausedDiskFull)
    #expect(script.said == ["the disk is full"])
  }

  @Test func `a link that is lost for longer than the limit is told once, a shorter loss never`() throws {
    var script = try AlertScript("link=lost for>10s every=1s")
    script.take(.linkLost)
    script.wait(9.5)
    script.take(.linkBack)
    script.wait(60)
    #expect(script.said.isEmpty)
    script.take(.linkLost)
    script.take(.linkLost)
    script.wait(60)
    #expect(script.said == ["the wearable has not been heard for 10 s: why"])
    #expect(script.alerts.first?.urgency == .critical)
  }

  @Test func `a recording that pauses and an outlet that fails are told at once`() throws {
    var script = try AlertScript(["recording=paused", "outlet=failed"])
    script.take(.pausedFailure)
    script.take(.outletFailed)
    #expect(script.said == ["signals are not kept: why", "something does not take what it is sent: why"])
  }

  @Test func `what comes too soon is told later if it lasts, else counted`() throws {
    var script = try AlertScript("recording=paused every=5m")
    script.take(.pausedFailure)
    script.take(.resumed)
    for _ in 0..<3 {
      script.wait(10)
      script.take(.pausedFailure)
      script.wait(10)
      script.take(.resumed)
    }
    script.take(.pausedFailure)
    script.wait(239)
    #expect(script.alerts.count == 1)
    script.wait(1)
    #expect(script.alerts.map(\.given) == [0, 300] && script.alerts.map(\.heldBack) == [0, 3])
    #expect(script.said.last == "signals are not kept: why; 3 more not told since the last alert")
  }

  @Test func `several at the same moment are one alert that counts them`() throws {
    var script = try AlertScript("electrode=off for>10s")
    script.take(.flat, true, channel: 1)
    script.take(.flat, true, channel: 0)
    script.wait(400)
    #expect(script.said == ["electrode off on calf for 10 s; 1 more not told since the last alert"])
  }

  @Test func `a silence holds back, and tells afterwards what lasts`() throws {
    var script = try AlertScript(["recording=paused", "link=lost"])
    script.silence(600)
    #expect(script.engine.silentUntil == 600)
    script.take(.pausedFailure)
    script.take(.linkLost)
    script.take(.linkBack)
    script.wait(599)
    #expect(script.alerts.isEmpty)
    script.wait(1)
    #expect(script.said == ["signals are not kept: why"] && script.engine.silentUntil == nil)
    script.silence(600)
    script.silence(0)
    script.take(.linkLost)
    #expect(script.alerts.last?.heldBack == 1)
  }

  @Test func `wearables are told apart and limited apart`() throws {
    var script = try AlertScript(["link=lost"], wearables: 2)
    script.take(.linkLost, wearable: 1)
    script.take(.linkLost)
    #expect(
      script.said == [
        "wearable 2: the wearable has not been heard for 0 s: why",
        "wearable 1: the wearable has not been heard for 0 s: why",
      ])
    #expect(script.alerts.map(\.wearable) == [1, 0])
  }

  @Test func `a rule for one channel passes over the others`() throws {
    var script = try AlertScript([
      #"electrode=off channel="left shin""#, "electrode=off channel=thigh",
    ])
    script.take(.flat, true)
    script.take(.device(DeviceState(electrodesOff: [0, 7])))
    #expect(script.said.isEmpty)
    script.take(.device(DeviceState(electrodesOff: [0, 1])))
    #expect(script.said == ["electrode off on left shin for 0 s"])
    #expect(script.engine.rulesWithoutChannel.map(\.channel) == ["thigh"])
  }

  @Test func `another recording begins afresh, and keeps to the limit`() throws {
    var script = try AlertScript("electrode=off for>10s")
    script.take(.flat, true)
    script.wait(5)
    script.take(.summary(Summary(ledgers: [], episodes: [:], bouts: 0, duration: 5)))
    script.wait(60)
    #expect(script.alerts.isEmpty)
  }

  @Test func `an alert is an object of JSON with its event, and is discreet unless it is asked to be full`()
    throws
  {
    var script = try AlertScript(#"electrode=off channel="left shin""#)
    script.take(.flat, true, channel: 1)
    let alert = try #require(script.alerts.first)
    #expect(
      String(decoding: alert.json(.discreet), as: UTF8.self)
        == #"{"type":"alert","at_s":0,"state":"given","wearable":1,"rule":"electrode=off channel=\"left shin\"","#
        + #""urgency":"normal","held_back":0,"text":"SpasmKit: please look at the monitor","#
        + #""event":{"type":"quality","at_s":0,"channel":"left shin","channel_index":1,"condition":"flat","present":true}}"#
    )
    let full = try JSONSerialization.jsonObject(with: Data(alert.json(.full))) as? [String: Any]
    #expect(full?["text"] as? String == "electrode off on left shin for 0 s")
    // What others can read on a screen says nothing of muscles.
    #expect(!alert.words(.discreet).contains("shin"))
  }
}
