import Events
import Foundation
import Monitoring
import Signals
import SpasmDetection
import Testing

@Suite struct CalibrationJSONTests {
  @Test func `one line tells all that was found`() throws {
    var channel = CalibrationResult.Channel(label: "EMG1", isInMicrovolts: true)
    channel.rest = 2.1
    channel.maximalTries = [100, 110.5]
    channel.posture = [.init(angle: 10, rms: 4)]
    channel.findings = [.hum(.init(nominal: 50, ratio: 12)), .off(.flat)]
    let counts = CalibrationResult.Channel(label: "b\"", isInMicrovolts: false)
    let result = CalibrationResult(ending: .early, skipped: [.gentle], channels: [channel, counts])
    let bytes = result.json(source: "sim:x", names: ["left calf", nil], kept: nil)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    #expect(object["ending"] as? String == "early" && object["skipped"] as? [String] == ["gentle"])
    #expect(object["kept"] is NSNull && object["source"] as? String == "sim:x")
    let channels = try #require(object["channels"] as? [[String: Any]])
    #expect(channels[0]["site"] as? String == "left calf" && channels[0]["maximum"] as? Double == 110.5)
    #expect(channels[0]["submaximum"] is NSNull && channels[0]["tries"] as? [Double] == [100, 110.5])
    #expect((channels[0]["electrode"] as? [[String: Any]])?.first?["hum_db"] as? Double == 12)
    #expect(channels[1]["unit"] as? String == "count" && channels[1]["channel"] as? String == "b\"")
    #expect(!bytes.contains(UInt8(ascii: "\n")))
  }
}
