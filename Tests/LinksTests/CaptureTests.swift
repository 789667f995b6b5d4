import Links
import Testing

/// Files of what went over a wire.
@Suite struct CaptureTests {
  private let records = [
    Capture.Record(time: 0, direction: .toDevice, bytes: [1, 2, 3]),
    Capture.Record(time: .max, direction: .fromDevice, endpoint: 0x81, bytes: []),
    Capture.Record(
      time: 5_000_000_000, direction: .fromDevice, bytes: (0..<300).map { UInt8(truncatingIfNeeded: $0) }),
  ]
  private var bytes: [UInt8] { Capture.head(kind: "native") + records.flatMap(Capture.encode) }

  @Test func `a capture is read as it was written`() throws {
    var reader = try CaptureReader(bytes, name: "x")
    #expect(reader.kind == "native")
    for record in records { #expect(try reader.next() == record) }
    #expect(try reader.next() == nil)
  }

  @Test func `a capture is written as its page says`() throws {
    // By hand from transports.md, the check by zlib: three bytes to the device, at 5 ns.
    let record: [UInt8] = [3, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 2, 0, 0x2F, 0x38, 0xCE, 0x89]
    let head = Array("SPASMCAP".utf8) + [1, 6] + Array("native".utf8)
    #expect(Capture.head(kind: "native") == head)
    #expect(Capture.encode(.init(time: 5, direction: .toDevice, bytes: [1, 2, 0])) == record)
  }

  @Test func `cut anywhere it gives every record that is whole, and says where it is cut`() throws {
    let whole = bytes
    let ends = records.indices.map {
      Capture.head(kind: "native").count + records[...$0].flatMap(Capture.encode).count
    }
    for length in 0..<whole.count {
      guard var reader = try? CaptureReader(Array(whole.prefix(length)), name: "x") else {
        #expect(length < 16)
        continue
      }
      var (count, isCut) = (0, false)
      do throws(LinkError) { while try reader.next() != nil { count += 1 } } catch { isCut = true }
      #expect(count == ends.count { $0 <= length })
      #expect(isCut == !(ends.contains(length) || length == 16))
    }
  }

  @Test func `no spoilt byte goes unseen`() throws {
    for place in 0..<bytes.count {
      var spoilt = bytes
      spoilt[place] ^= 0x10
      guard var reader = try? CaptureReader(spoilt, name: "x") else { continue }
      var read: [Capture.Record] = []
      do throws(LinkError) {
        while let record = try reader.next() { read.append(record) }
        #expect((10..<16).contains(place), "only the kind is without a check")
      } catch {
        #expect(read.elementsEqual(records.prefix(read.count)))
      }
    }
  }
}
