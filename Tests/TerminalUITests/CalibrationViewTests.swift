import Signals
import SpasmDetection
import Testing

@testable import TerminalUI

@Suite struct CalibrationViewTests {
  private let streams: [StreamDescription]

  init() throws {
    streams = [
      StreamDescription(
        kind: .emg, rate: try #require(SampleRate(1000)), unit: .volt,
        channels: [.init(label: "EMG1"), .init(label: "EMG2")])
    ]
  }

  private func reading(_ time: Seconds, _ rms: [Double]) -> CalibrationReading {
    CalibrationReading(
      time: time,
      channels: rms.map { rms in
        ChannelReading(
          time: time, fast: rms, medium: rms, rest: 2, limits: .init(fastOn: 3, mediumOn: 3, off: 2.4),
          state: rms > 3 ? .active(onset: time) : .resting, motion: nil, posture: nil, isMoving: nil,
          flaws: [])
      })
  }

  private func text(_ view: CalibrationView, _ calibration: SiteCalibration, width: Int = 80) -> [String] {
    view.lines(of: calibration, width: width).map { $0.text(Style()) }
  }

  @Test func `the view says what to do, for how long, and how strong each channel is`() {
    var plan = CalibrationPlan()
    plan.lead = 1
    plan.skipped = [.electrodes, .relax, .posture]
    var calibration = SiteCalibration(streams: streams, plan: plan)
    var view = CalibrationView(names: ["left calf (EMG1)", "EMG2"], hasKeys: true)
    for step in 1...40 {
      view.take(calibration.take(reading(Seconds(Double(step) / 20), [2, 2])), of: calibration)
    }
    #expect(text(view, calibration)[2] == "  NOW: gently, and hold   14 s")
    for step in 41...60 {
      view.take(calibration.take(reading(Seconds(Double(step) / 20), [20, 2])), of: calibration)
    }
    let lines = text(view, calibration)
    #expect(lines[0] == "  Calibration   step 1 of 2: gentle contractions")
    #expect(lines[2] == "  HOLD, gently   3 s")
    #expect(lines[3] == "  Gentle contraction 1 of 2")
    // 20 dB over rest are two thirds of 30.
    let bars = lines.filter { $0.contains("uV") }
    #expect(bars.count == 2 && bars[0].hasPrefix("  left calf (EMG1)  █") && bars[0].hasSuffix("20 uV"))
    #expect(bars[1].contains("EMG2") && !bars[1].contains("█") && bars[1].hasSuffix("2.0 uV"))
    #expect(abs(bars[0].count { $0 == "█" } - 2 * bars[0].count { $0 == "─" }) <= 1)
    #expect(lines.last == "  Enter go on   s skip, it hurts   r again   q quit")
  }

  @Test(arguments: [20, 40, 60, 80, 200]) func `no line is wider than the terminal`(width: Int) {
    var plan = CalibrationPlan()
    plan.lead = 1
    var calibration = SiteCalibration(streams: streams, plan: plan)
    var view = CalibrationView(names: ["筋電図 on the left calf, far down", "EMG2\u{1B}[2J"], hasKeys: true)
    for step in 1...2400 {
      let level = step % 200 < 80 ? 40.0 : 2
      view.take(calibration.take(reading(Seconds(Double(step) / 20), [level, 2])), of: calibration)
      guard step % 10 == 0 else { continue }
      for line in view.lines(of: calibration, width: width) {
        #expect(line.width <= width && !line.text(Style()).contains("\u{1B}"))
      }
    }
  }

  @Test func `without a screen each instruction is said once`() {
    var plan = CalibrationPlan()
    plan.lead = 1
    plan.skipped = [.electrodes, .gentle, .posture, .relax]
    var calibration = SiteCalibration(streams: streams, plan: plan)
    var view = CalibrationView(names: ["EMG1", "EMG2"], hasKeys: false)
    var said: [String] = []
    for step in 1...200 {
      let level = (30..<90).contains(step) ? 60.0 : 2
      said += view.take(
        calibration.take(reading(Seconds(Double(step) / 20), [level, level])), of: calibration
      )
      .map { $0.text(Style()) }
      if let line = view.instruction(of: calibration) { said.append(line.text(Style())) }
    }
    #expect(said.count == 5)
    #expect(said[1] == "0:00:01  NOW: as hard as you can, and hold. Strong contraction 1 of 2")
    #expect(said[3] == "0:00:04  Strong contraction 1 of 2: EMG1 60 uV, EMG2 60 uV")
  }

  @Test func `the report says what was found and what it means`() throws {
    var calf = CalibrationResult.Channel(label: "EMG1", isInMicrovolts: true)
    calf.rest = 2
    calf.restSpread = 0.5
    calf.gentleTries = [20, 22]
    calf.maximalTries = [100, 110]
    calf.posture = [.init(angle: 0, rms: 2.5), .init(angle: 10, rms: 14)]
    var shin = CalibrationResult.Channel(label: "EMG2", isInMicrovolts: true)
    shin.rest = 14
    shin.findings = [.loudRest(14)]
    let result = CalibrationResult(ending: .finished, skipped: [], channels: [calf, shin])
    let text = CalibrationReport(result, names: ["left calf", "EMG2"]).page(width: 80).text(Style())
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines[1] == "  site         rest  at rest       gentle  strongest  x rest  tries")
    #expect(lines[2] == "  left calf  2.0 uV  quiet          21 uV     110 uV      55      2")
    #expect(lines[3] == "  EMG2        14 uV  not measured       –          –       –      –")
    #expect(text.contains("rest is loud, 14 uV: let the muscle go limp"))
    #expect(text.contains("never in % MVC") && text.contains("mild below 10 %"))
    #expect(text.contains("The strength of a signal is not the strength of a pain."))
    let nothing = CalibrationResult(ending: .noSignal, skipped: [], channels: [])
    #expect(
      CalibrationReport(nothing, names: []).page(width: 80).text(Style()).contains("nothing to measure"))
  }

  @Test(arguments: [
    (0.099, 5, SeverityGrade.mild), (0.1, 60, .moderate), (0.3, 60, .moderate), (0.301, 2, .severe),
    (0.01, 60.1, .severe),
  ]) func `a grade needs a maximum, and a long spasm is severe`(
    share: Double, length: Double, grade: SeverityGrade
  ) {
    #expect(SeverityGrade(ofMaximum: share, lasting: Seconds(length)) == grade)
    #expect(SeverityGrade(ofMaximum: nil, lasting: Seconds(length)) == nil)
  }
}
