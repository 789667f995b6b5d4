import Foundation
import Signals
import Testing

@testable import EpisodeRecorder

/// What a person writes must survive everything that happens to the file.
@Suite struct NoteTests {
  private let at = WallTime(unixSeconds: 1_764_036_725.25, offset: 3600)

  @Test func `a note comes back as it was written`() throws {
    let session = try SessionOnDisk()
    let file = NoteFile(path: session.folder.notes)
    let notes = [
      Note(.note, at: at, atSeconds: 12.5, text: #"after lifting "the box" – 20 kg"#, pain: 7),
      Note(.mark, at: at, atSeconds: nil),
      Note(.correction, at: at, atSeconds: -3, episode: 4, label: "movement"),
    ]
    for note in notes { try file.append(note) }
    let contents = try file.read()
    #expect(contents.notes == notes && contents.unreadable == 0 && contents.corrections == [4: "movement"])
    let mode = try FileManager.default.attributesOfItem(atPath: session.folder.notes)[.posixPermissions]
    #expect(mode as? Int == 0o600)
  }

  @Test func `what was cut off anywhere loses its own line alone`() throws {
    let whole = Note(.note, at: at, atSeconds: 1, text: "first", pain: 3)
    let cut = Note(.note, at: at, atSeconds: 2, text: "über", pain: 4)
    let next = Note(.mark, at: at, atSeconds: 3)
    for length in 0..<cut.line.count {
      let session = try SessionOnDisk()
      try Data(whole.line + cut.line.prefix(length)).write(to: URL(filePath: session.folder.notes))
      let file = NoteFile(path: session.folder.notes)
      try file.append(next)
      let contents = try file.read()
      // With all but its line feed a line is whole.
      let expected = length == cut.line.count - 1 ? [whole, cut, next] : [whole, next]
      #expect(contents.notes == expected, "cut after \(length) bytes")
      #expect(contents.unreadable == (length == 0 || length == cut.line.count - 1 ? 0 : 1))
    }
  }

  @Test func `many who write at once lose nothing`() async throws {
    let session = try SessionOnDisk()
    let path = session.folder.notes
    let at = at
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<8 {
        group.addTask {
          for number in 0..<25 {
            // A descriptor of its own each time: the lock is the file's, not the process's.
            try NoteFile(path: path).append(
              Note(.note, at: at, atSeconds: Double(number), text: "\(writer) \(number)"))
          }
        }
      }
      try await group.waitForAll()
    }
    let contents = try NoteFile(path: path).read()
    let expected = Set((0..<8).flatMap { writer in (0..<25).map { "\(writer) \($0)" } })
    #expect(contents.unreadable == 0 && Set(contents.notes.compactMap(\.text)) == expected)
    #expect(contents.notes.count == 200)
  }

  @Test func `a writer waits for the lock of another`() throws {
    let session = try SessionOnDisk()
    let path = session.folder.notes
    let descriptor = open(path, O_RDWR | O_CREAT, 0o600)
    #expect(flock(descriptor, LOCK_EX) == 0)
    let note = Note(.mark, at: at, atSeconds: 0)
    let isDone = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      try? NoteFile(path: path).append(note)
      isDone.signal()
    }
    // Long for a write, short for a test; a writer that did not wait would be done in a millisecond.
    #expect(isDone.wait(timeout: .now() + 0.2) == .timedOut)
    #expect(try Data(contentsOf: URL(filePath: path)).isEmpty)
    close(descriptor)
    #expect(isDone.wait(timeout: .now() + 20) == .success)
    #expect(try NoteFile(path: path).read().notes == [note])
  }

  @Test func `a full disk leaves no half line`() throws {
    let error = #expect(throws: SessionError.self) {
      try NoteFile(path: "/dev/full").append(Note(.mark, at: at, atSeconds: 0))
    }
    #expect(error?.kind == .diskFull)
  }

  @Test func `words lose what a terminal would obey, and strange pains are left out`() throws {
    let note = Note(.note, at: at, atSeconds: nil, text: "a\u{1B}[31mb\nc", pain: 3)
    #expect(note.text == "a[31mbc" && note.line.count { $0 == UInt8(ascii: "\n") } == 1)
    let line = #"{"at":"2026-01-02T03:04:05Z","pain":11,"text":"x","later":[1]}"#
    let read = try #require(Note(line: line.utf8))
    #expect(read.pain == nil && read.kind == .note && read.at.unixSeconds == 1_767_323_045)
    #expect(Note(line: #"{"at":"yesterday"}"#.utf8) == nil && Note(line: "[]".utf8) == nil)
  }
}
