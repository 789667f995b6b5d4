import Testing

/// Both codecs against the golden vectors, in both directions.
@Suite struct VectorTests {
  @Test(arguments: codecs.indices)
  func `every frame says what its vector says, and comes out as it went in`(codec: Int) throws {
    let cases = try Vectors.read("frames", as: Vectors.FrameCase.self)
    #expect(cases.count > 100)
    for one in cases {
      for needsCheck in [false, true] where !needsCheck || one.hex.bytes[1] & 0x80 != 0 {
        guard case .success(let seen) = codecs[codec].see(one.hex.bytes, needsCheck: needsCheck) else {
          Issue.record("\(one.name) is refused: \(codecs[codec].see(one.hex.bytes, needsCheck: needsCheck))")
          continue
        }
        #expect(seen.type == one.type && seen.id == one.id, "\(one.name)")
        let asked = one.fields.filter { $0.value != .list([]) || seen.fields[$0.key] != nil }
        for (name, value) in asked {
          // Of a refused reply only the result is looked at.
          if let result = one.fields["result"], result != .number(0), name != "result", name != "request" {
            continue
          }
          #expect(seen.fields[name] == value, "\(one.name): \(name)")
        }
        if !one.isOfLaterVersion, one.fields["encoding"] != .number(4) || one.type != "DATA" {
          #expect(Bytes(seen.again) == one.hex, "\(one.name)")
        }
      }
    }
  }

  @Test(arguments: codecs.indices)
  func `what is malformed has the error that its vector names`(codec: Int) throws {
    let cases = try Vectors.read("malformed", as: Vectors.MalformedCase.self)
    #expect(cases.count > 150)
    for one in cases {
      let result =
        one.link == "bytes"
        ? codecs[codec].seeStuffed(one.hex.bytes) : codecs[codec].see(one.hex.bytes, needsCheck: false)
      guard case .failure(let error) = result else {
        Issue.record("\(one.name) is taken")
        continue
      }
      #expect(error.name == one.error, "\(one.name)")
    }
  }

  @Test(arguments: codecs.indices)
  func `descriptions say what their vectors say, and come out as they went in`(codec: Int) throws {
    for one in try Vectors.read("descriptions", as: Vectors.DescriptionCase.self) {
      guard let seen = codecs[codec].describe(one.hex.bytes) else {
        Issue.record("\(one.name) is refused")
        continue
      }
      #expect(seen.fields == one.description, "\(one.name)")
      if !one.isOfLaterVersion { #expect(Bytes(seen.again) == one.hex, "\(one.name)") }
    }
  }

  @Test(arguments: codecs.indices)
  func `compressed samples are those of their vectors, whoever compressed them`(codec: Int) throws {
    for one in try Vectors.read("packed", as: Vectors.PackedCase.self) {
      #expect(
        codecs[codec].unpack(one.hex.bytes, channels: one.channels, count: one.count) == one.samples,
        "\(one.name)")
      for other in codecs {
        let packed = codecs[codec].pack(one.samples, channels: one.channels)
        #expect(other.unpack(packed, channels: one.channels, count: one.count) == one.samples, "\(one.name)")
      }
    }
  }

  @Test(arguments: codecs.indices)
  func `stuffed bytes are those of their vectors`(codec: Int) throws {
    for one in try Vectors.read("cobs", as: Vectors.StuffingCase.self) {
      #expect(Bytes(codecs[codec].stuff(one.raw.bytes)) == one.encoded, "\(one.name)")
    }
  }
}
