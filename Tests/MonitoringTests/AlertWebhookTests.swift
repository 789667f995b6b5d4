import Fixtures
import Foundation
import Monitoring
import Testing

/// Alerts that are posted; on this machine alone.
@Suite struct AlertWebhookTests {
  private func outlet(
    _ path: String, at server: LoopbackServer, in programs: FakePrograms, limit: Double = 10
  ) throws -> WebhookOutlet {
    let address = try WebhookAddress("http://127.0.0.1:\(server.port)\(path)")
    return WebhookOutlet(address, .full, in: programs.surroundings, limit: limit)
  }

  @Test func `an alert is posted as JSON, as it is`() throws {
    let server = try LoopbackServer(answer: "HTTP/1.1 204 No Content\r\n\r\n")
    defer { server.stop() }
    // What a person has set for curl at large does not reach it.
    let programs = try FakePrograms(environment: ["http_proxy": "http://127.0.0.1:1"])
    try programs.folder.write("proxy = http://127.0.0.1:1\n".utf8, to: ".curlrc")
    let alert = Alert.saying("\"calf\" \\n {a,b} @file 100%\u{7F} é筋")
    try outlet("/hook/[1]?a=b&c=x,y", at: server, in: programs).deliver(alert)
    let request = try #require(server.requests.first)
    #expect(server.requests.count == 1 && request.hasPrefix("POST /hook/[1]?a=b&c=x,y HTTP/1.1\r\n"))
    #expect(request.contains("\r\nContent-Type: application/json\r\n"))
    #expect(request.hasSuffix("\r\n\r\n\(String(decoding: alert.json(.full), as: UTF8.self))"))
  }

  @Test func `a redirect is told, and not followed`() throws {
    let other = try LoopbackServer(answer: "HTTP/1.1 200 OK\r\n\r\n")
    let server = try LoopbackServer(
      answer:
        "HTTP/1.1 307 Temporary\r\nLocation: http://127.0.0.1:\(other.port)/\r\nContent-Length: 0\r\n\r\n")
    defer {
      server.stop()
      other.stop()
    }
    let programs = try FakePrograms()
    try programs.folder.write("location\n".utf8, to: ".curlrc")
    let failure = #expect(throws: AlertFailure.self) {
      try outlet("/", at: server, in: programs).deliver(.example)
    }
    #expect(failure?.reason == "127.0.0.1 sends to another address (status 307), which is not followed")
    #expect(server.requests.count == 1 && other.requests.isEmpty)
  }

  @Test func `a server that refuses is told with its status`() throws {
    let server = try LoopbackServer(answer: "HTTP/1.1 403 No\r\nContent-Length: 6\r\n\r\nsecret")
    defer { server.stop() }
    let failure = #expect(throws: AlertFailure.self) {
      try outlet("/", at: server, in: FakePrograms()).deliver(.example)
    }
    #expect(failure?.message.hasPrefix("webhook: 127.0.0.1 refuses it with status 403; ") == true)
  }

  @Test func `a server that never answers, and one that is not there, are told`() throws {
    let server = try LoopbackServer(answer: nil)
    let taken = try ContinuousClock().measure {
      let failure = try #require(throws: AlertFailure.self) {
        try outlet("/", at: server, in: FakePrograms(), limit: 0.5).deliver(.example)
      }
      #expect(failure.reason.contains("exit code 28"), "\(failure.reason)")
    }
    #expect(taken < .seconds(10))
    server.stop()
    let gone = WebhookOutlet(
      try WebhookAddress("http://127.0.0.1:1/"), .full, in: try FakePrograms().surroundings)
    let failure = #expect(throws: AlertFailure.self) { try gone.deliver(.example) }
    #expect(failure?.reason.contains("exit code 7") == true, "\(failure?.reason ?? "")")
  }

  @Test func `an address is not told in an argument list`() throws {
    let programs = try FakePrograms()
    try programs.addRecorder("curl")
    let address = try WebhookAddress("https://example.org/secret")
    // The recorder prints no status, which is told as well.
    let failure = #expect(throws: AlertFailure.self) {
      try WebhookOutlet(address, .discreet, in: programs.surroundings).deliver(.example)
    }
    #expect(failure?.reason == "curl says '' in place of a status")
    #expect(programs.arguments == ["--disable", "--config", "-"])
    let input = String(decoding: try programs.input(), as: UTF8.self)
    #expect(input.hasPrefix("url = \"https://example.org/secret\"\n") && !input.contains("noproxy"))
    #expect(!input.contains("location") && !input.contains("insecure"))
  }

  @Test(arguments: [
    "https://example.org", "https://example.org:8443/a?b=c%20d", "HTTPS://Example.ORG/",
    "https://[2001:db8::1]/x",
    "http://127.0.0.1/", "http://127.8.9.10:8080", "http://localhost:9/x", "http://[::1]:9/",
  ])
  func `an address over https, or to this machine, is taken`(text: String) throws {
    let address = try WebhookAddress(text)
    #expect(address.text == text)
    #expect(address.isLoopback == text.hasPrefix("http:"))
  }

  @Test(arguments: [
    ("http://example.org/", WebhookAddress.Problem.unprotected),
    ("http://127.0.0.1.example.org/", .unprotected),
    ("http://128.0.0.1/", .unprotected), ("http://0177.0.0.1/", .unprotected),
    ("http://0127.0.0.1/", .unprotected),
    ("http://127.1/", .unprotected),
    ("http://2130706433/", .unprotected), ("http://localhost.example.org/", .unprotected),
    ("http://[::ffff:127.0.0.1]/", .unprotected), ("http://0.0.0.0/", .unprotected),
    ("http://127.0.0.1@example.org/", .credentials), ("https://me:word@example.org/", .credentials),
    ("http://127.0.0.1\\@example.org/", .character), ("http://127.0.0.1#@example.org/", .character),
    ("https://example.org/a b", .character), ("https://example.org/\"\nurl = \"http://x", .character),
    ("https://exämple.org/", .character), ("ftp://example.org/", .scheme), ("example.org", .scheme),
    ("file:///etc/passwd", .scheme), ("https://", .host), ("https://example.org:0/", .host),
    ("https://example.org:66000/", .host), ("https://example.org:/", .host), ("https://a..b/", .host),
    ("https://[::1/", .host), ("https://[::1]x/", .host), ("https://a:1:2/", .host), ("https://*/", .host),
  ])
  func `any other address is refused before anything is sent`(text: String, problem: WebhookAddress.Problem) {
    #expect(throws: problem) { try WebhookAddress(text) }
  }
}
