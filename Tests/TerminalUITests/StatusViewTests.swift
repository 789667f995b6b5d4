import Monitoring
import Testing

@testable import TerminalUI

/// How a running monitor fares, for a person.
@Suite struct StatusViewTests {
  private func page(_ link: String = "connected", recording: String = "on", width: Int = 80) throws -> String
  {
    let json = """
      {"schema":1,"pid":4321,"uptime_s":7384,"is_stalled":false,
      "remarks":[{"at_s":7324,"text":"it came back","is_warning":false}],"wearables":[
      {"name":"tty:/dev/ttyACM0","device":"Band 7","preset":"limb","time_s":7380,"link":"\(link)",
      "link_reason":\(link == "lost" ? "\"has gone\"" : "null"),"recording":"\(recording)",
      "session":"/home/me/sessions/2026-11-25T03-12-05","recording_reason":"no room","channels":[
      {"label":"Left calf","state":"spasm","since_s":7330,"x_rest":7.26},{"label":"Right calf","state":"rest"},
      {"label":"Thigh","state":"electrode_off","flaw":"flat"}],
      "episodes":{"spasm":3,"twitch":12},"bout_spasms":2,
      "last_spasm":{"channel":"Left calf","onset_s":7000,"duration_s":12.5,"ago_s":367.5},
      "battery_percent":61,"drift_ppm":-12.4,"jitter_ms":8.2,"received":7380000,"lost":120,"overrun":0,
      "free_bytes":5300000000}]}
      """
    return StatusView(try #require(StatusReport(json: Array(json.utf8)))).page(width: width).text(Style())
  }

  @Test func `a page tells of each channel, the last spasm, the link, the recording and the device`() throws {
    let page = try page()
    for word in [
      "Monitor 4321, running for 2 h", "tty:/dev/ttyACM0", "Band 7", "7380000 samples, 120 lost",
      "to /home/me/sessions/2026-11-25T03-12-05", "battery 61 %", "clock -12.4 ppm fast", "up to 8 ms late",
      "5.3 GB free",
      "3, twitches 12; a bout of 2 so far", "Left calf, 12.5 s", "SPASM for 50.0 s", "7.3",
      "electrode off (flat)", "it came back",
    ] { #expect(page.contains(word), "\(word) in\n\(page)") }
    #expect(!page.contains("All is well") && page.contains("NOT WELL: no muscle is heard on Thigh"))
  }

  @Test func `what is wrong stands first, in words that need no colour`() throws {
    let lines = try page("lost", recording: "paused").split(separator: "\n")
    #expect(lines[1].contains("NOT WELL: nothing is seen, the link is lost: has gone"))
    #expect(lines[2].contains("NOT WELL: what is seen is not recorded: no room"))
  }

  @Test(arguments: [40, 60, 200]) func `no line is wider than the terminal`(width: Int) throws {
    for line in try page(width: width).split(separator: "\n") { #expect(line.count <= width, "\(line)") }
  }
}
