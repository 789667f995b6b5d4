import Events
import Signals
import Testing

@testable import TerminalUI

@Suite struct DrawingTests {
  private func text(_ drawing: Timeline, _ channel: Int = 0) -> String {
    drawing.line(channel: channel).text(Style())
  }

  @Test func `every mark has a character of its own`() {
    #expect(Set(Timeline.Mark.allCases.map(\.glyph)).count == Timeline.Mark.allCases.count)
    #expect(Timeline.Mark.allCases.allSatisfy { $0.glyph.displayWidth == 1 })
  }

  @Test func `an episode marks the cells that it touches`() {
    var drawing = Timeline(channels: 2, duration: 10, cellCount: 10)
    drawing.mark(.spasm, from: 2.5, to: 4.5, channel: 0)
    drawing.mark(.twitch, from: 9.9, to: 10, channel: 0)
    drawing.mark(.movement, from: 0, to: 0, channel: 1)
    #expect(text(drawing) == "··███····│")
    #expect(text(drawing, 1) == "░·········")
  }

  @Test func `a spasm is never hidden`() {
    for other in Timeline.Mark.allCases {
      for isFirst in [true, false] {
        var drawing = Timeline(channels: 1, duration: 1, cellCount: 1)
        if isFirst { drawing.mark(.spasm, from: 0, to: 1, channel: 0) }
        drawing.mark(other, from: 0, to: 1, channel: 0)
        drawing.mark(.spasm, from: 0, to: 1, channel: 0)
        #expect(text(drawing) == "█")
      }
    }
  }

  @Test func `a cell is all spasm where spasms fill half of it`() {
    var drawing = Timeline(channels: 1, duration: 3000, cellCount: 3)
    drawing.mark(.spasm, from: 0, to: 300, channel: 0)
    drawing.mark(.spasm, from: 1100, to: 1400, channel: 0)
    drawing.mark(.spasm, from: 1500, to: 1800, channel: 0)
    #expect(text(drawing) == "▓█·")
  }

  @Test func `times outside of the drawing are drawn at its ends`() {
    var drawing = Timeline(channels: 1, duration: 10, cellCount: 5)
    drawing.mark(.brief, from: -5, to: -1, channel: 0)
    drawing.mark(.spasm, from: 50, to: 60, channel: 0)
    drawing.mark(.spasm, from: 3, to: 2, channel: 0)
    drawing.mark(.spasm, from: 1, to: 2, channel: 7)
    #expect(text(drawing) == "▄···▓")
  }

  @Test(arguments: [0.3, 1, 59, 600, 28_800, 864_000, 1e9], [5, 30, 64, 180])
  func `the axis is as long as the rows and its labels do not run together`(duration: Double, cells: Int) {
    let drawing = Timeline(channels: 1, duration: Seconds(duration), cellCount: cells)
    let axis = drawing.axis
    #expect(axis.marks.width == cells && axis.labels.width <= cells)
    let labels = axis.labels.text(Style()).split(separator: " ")
    #expect(labels.count == Set(labels).count && labels.allSatisfy { $0.contains(":") })
  }

  @Test func `a bar tells how far it is`() {
    let bar = ProgressBar(name: "a.edf", position: 30, duration: 120, speed: 250)
    #expect(bar.line(width: 60) == "a.edf  █████───────────────   25 %  0:00:30 of 0:02:00  250x")
    #expect(ProgressBar(name: "a.edf", position: 30).line(width: 60) == "a.edf    0:00:30")
  }

  @Test(arguments: 10...100) func `a bar keeps the width`(width: Int) {
    for position in [0, 1, 50, 100, 300.0] {
      let bar = ProgressBar(
        name: "a recording with a long name.edf", position: Seconds(position), duration: 100, speed: 1e6)
      #expect(bar.line(width: width).displayWidth <= width)
    }
  }

  @Test func `a live view tells what happens and what goes on`() {
    var view = LiveView(streams: Sample.source(muscles: ["calf", "shin"]).streams)
    func told(_ event: Event) -> String? { view.take(event)?.text(Style()) }
    #expect(view.status(at: 1, width: 80) == "0:00:01  at rest")
    #expect(told(Event(at: 2, channel: 0, .onset(1.5))) == nil)
    #expect(view.status(at: 2.5, width: 80) == "0:00:02  calf active 1.00 s")
    #expect(
      told(Event(at: 3.5, channel: 0, .spasm(.confirmed, onset: 1.5)))
        == "0:00:03.5  calf  spasm, since 0:00:01.5")
    #expect(view.status(at: 4, width: 80) == "0:00:04  calf spasm 2.50 s")
    let episode = Sample.episode(.spasm, .tonic, from: 1.5, lasting: 3)
    #expect(
      told(Event(at: 5.5, channel: 0, .episode(episode)))
        == "0:00:05.5  calf  spasm, steady: over, lasted 3.00 s")
    #expect(view.status(at: 6, width: 80) == "0:00:06  at rest")
  }
}
