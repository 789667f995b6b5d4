import Events
import Signals
import Testing

@testable import TerminalUI

@Suite struct ReplayReportTests {
  /// A minute with one of everything.
  private let report = Sample.report(
    muscles: ["calf", "shin"], duration: 60,
    episodes: [
      (0, Sample.episode(.twitch, from: 5, lasting: 0.2)),
      (1, Sample.episode(.brief, from: 9.95, lasting: 1.25)),
      (0, Sample.episode(.movement, from: 20, lasting: 4, motion: 0.3)),
      (0, Sample.episode(.spasm, .tonic, from: 30, lasting: 12.34, bout: 1)),
      (0, Sample.episode(.spasm, .unexplained, from: 50, lasting: 2.5, bout: 1, quality: 0.8)),
      (1, Sample.episode(.artefact, .noiseStep, from: 33, lasting: 3, motion: nil)),
    ],
    more: [
      Event(at: 60, channel: 0, .bout(Bout(id: 1, spasms: [4, 5], start: 30, end: 52.5))),
      Event(at: 46, stream: 0, .gap(Gap(firstIndex: 44000, count: 2000, cause: .lost))),
      Event(at: 46, channel: 0, .quality(Quality(.missing, present: true))),
      Event(at: 12, channel: 1, .quality(Quality(.hum, present: true, value: 50))),
      Event(at: 14, channel: 1, .quality(Quality(.hum, present: false))),
      Event(at: 8, .note(Annotation(onset: 8, text: "cramp, says she"))),
    ])

  @Test func `a report at 80 columns reads as it should`() {
    #expect(
      report.text(width: 80) == """
        calf.edf
          format        EDF+C
          began         2025-03-24 14:05:09
          length        1 min 00 s
          preset        limb
          muscle        calf, shin; 1000 Hz, in volts
          acceleration  X, Y, Z; 100 Hz, in g
          guessed       the unit of EMG is taken as uV
          ignored       TEMP: neither muscle nor motion

        Time line
          calf  ·····││················░░░░░░······███████████████▓·???····███▓········
          shin  ···········▄▄▄·························××××·········???················
                ├────────────────┼─────────────────┼─────────────────┼────────────────┼
                0:00:00          0:00:15           0:00:30           0:00:45
          · rest ░ movement ? no signal ▄ brief contraction │ twitch × artefact ▓ partly
          spasm █ spasm (one column: 0.85 s)

        Episodes
              start  channel  what                  lasted  x rest  bout  decided by
          0:00:05.0  calf     twitch                0.20 s     3.2        +10 dB, still
          0:00:09.9  shin     brief                 1.25 s     3.2        +10 dB, still
          0:00:20.0  calf     movement              4.00 s     3.2        +10 dB, 0.3 g
          0:00:30.0  calf     spasm, steady         12.3 s     3.2     1  +10 dB, still
          0:00:33.0  shin     artefact, noise step  3.00 s     3.2        +10 dB
          0:00:50.0  calf     spasm, held still     2.50 s     3.2     1  +10 dB, still
          dB: over rest; g: motion; still: no motion; steady: sustained without a rhythm
          (tonic); noise step: the electrode's own noise changed at once; held still:
          sustained and motionless; it may have been held on purpose (unexplained).

        Bouts: spasms that recur
          bout  channel      start        end  length  spasms
             1  calf     0:00:30.0  0:00:52.5  22.5 s       2

        Signal
              start  where   length  what
          0:00:12.0  shin    2.00 s  mains hum, filtered out, 50 Hz
          0:00:44.0  muscle  2.00 s  absent: lost on the way

        Remarks in the recording
          0:00:08.0  cramp, says she

        Summary
          spasms        2: 14.8 s in all; the longest 12.3 s, at 0:00:30.0 on calf
                        1 of them motionless and unexplained: perhaps held on purpose
          bouts         1
          twitches      1
          besides       1 brief, 1 movement, 1 artefact
          muscle        2.00 s (3.3 %) absent
          acceleration  complete, 6000 samples a channel

          A spasm here is sustained involuntary-looking activity. This describes the
          signal; it is not a diagnosis. Not a medical device.

        """)
  }

  @Test func `a signal of which there is nothing to say has no heading`() {
    let learning = { (present: Bool) in
      Event(at: present ? 0.2 : 3.2, stream: 0, channel: 0, .quality(Quality(.learning, present: present)))
    }
    let report = Sample.report(muscles: ["calf"], duration: 10, more: [learning(true), learning(false)])
    #expect(!report.text(width: 80).lines.contains("Signal"))
  }

  @Test func `a wide report has whole phrases`() {
    let text = report.text(width: 120)
    for part in [
      "+10 dB over rest, no motion, 80 % sound", "+10 dB over rest, motion up to 0.3 g",
      "+10 dB over rest, motion not measured",
    ] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test(arguments: [40, 80, 120, 250]) func `no line is wider than the terminal`(width: Int) {
    for report in [report, crowd, night, Sample.report(muscles: [], duration: 0)] {
      for showsAll in [false, true] {
        let text = report.text(width: width, showsAll: showsAll)
        #expect(text.lines.allSatisfy { String($0).displayWidth <= width } && !text.contains("\u{1B}"))
      }
    }
  }

  @Test func `colour adds escape sequences and nothing else`() {
    let coloured = report.text(width: 80, style: Style(isColoured: true))
    #expect(coloured.contains("\u{1B}[1;31m"))
    #expect(coloured.replacing(#/\u{1B}\[[0-9;]*m/#, with: "") == report.text(width: 80))
  }

  @Test func `names are stripped of what a terminal would obey`() {
    var source = Sample.source(muscles: ["calf"])
    source.format = "EDF\u{1B}]0;title\u{7}"
    source.guesses = ["a\u{9B}31mb"]
    var report = ReplayReport(source: source)
    report.damage = ["line 1\n\u{1B}[2J"]
    let text = report.text(width: 80)
    let allowed = text.unicodeScalars.allSatisfy { $0 == "\n" || $0.isPrintable }
    #expect(allowed && text.contains("]0;title") && text.contains("line 1"))
  }

  @Test func `a recording without muscle is told as one`() {
    let text = Sample.report(muscles: [], duration: 5).text(width: 80)
    #expect(text.contains("no EMG signal was recognised, so nothing was judged"))
    #expect(!text.contains("Episodes") && !text.contains("Time line"))
  }

  @Test func `a recording in which nothing happens has a time line at rest`() {
    let text = Sample.report(muscles: ["calf"], duration: 5).text(width: 80)
    #expect(text.contains("calf  ····") && text.contains("spasms        0\n") && !text.contains("Episodes"))
  }

  @Test func `damage and loss are told`() {
    var report = report
    report.damage = ["record 17: cut short"]
    let text = report.text(width: 80)
    #expect(text.contains("damaged       record 17: cut short") && text.contains("2.00 s (3.3 %) absent"))
  }

  @Test func `the closing words are honest`() {
    let words = report.text(width: 50).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("sustained involuntary-looking activity"))
    #expect(words.hasSuffix("it is not a diagnosis. Not a medical device."))
  }

  @Test func `thirty-two channels have a row each`() {
    let lines = crowd.text(width: 80).lines
    for number in 1...32 {
      #expect(lines.contains { $0.hasPrefix("  Array channel \(number) ") || $0.contains("l \(number) ") })
    }
  }

  @Test func `a night of twitches is a page, and every spasm of it is there`() {
    let text = night.text(width: 80)
    #expect(text.lines.count < 120)
    #expect(text.split(separator: "spasm, held still").count == 31)
    #expect(night.text(width: 80, showsAll: true).lines.count > 3000)
  }

  /// Thirty-two channels with labels that are long.
  private var crowd: ReplayReport {
    Sample.report(
      muscles: (1...32).map { "Array channel \($0)" }, duration: 100,
      episodes: (0..<32).map { ($0, Sample.episode(.spasm, .clonic, from: Seconds(Double($0)), lasting: 3)) })
  }

  /// Ten hours with three thousand twitches and thirty spasms.
  private var night: ReplayReport {
    let twitches = (0..<3000).map {
      (0, Sample.episode(.twitch, from: Seconds(Double($0) * 12), lasting: 0.2))
    }
    let spasms = (0..<30).map {
      (1, Sample.episode(.spasm, .unexplained, from: Seconds(Double($0) * 1200 + 6), lasting: 900))
    }
    return Sample.report(muscles: ["left", "right"], duration: 36_000, episodes: twitches + spasms)
  }
}
