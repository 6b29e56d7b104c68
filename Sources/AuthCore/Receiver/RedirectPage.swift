/// The page that a browser shows after it brought a redirect: plain, complete in itself, and without anything from the redirect.
struct RedirectPage: Hashable, Sendable {
    let status: Int
    let title: String
    let words: String

    init(status: Int, title: String, words: String) {
        self.status = status
        self.title = title
        self.words = words
    }

    /// The page that tells what came of a request.
    init(_ outcome: RedirectInbox.Outcome) {
        switch outcome {
        case .judged(let judgement):
            self.init(status: judgement.endsTheWait ? 200 : 400, title: judgement.title, words: judgement.words)
        case .alreadyEnded:
            self.init(status: 200, title: "Already done", words: "This sign-in has its answer.")
        case .closed:
            self.init(
                status: 410, title: "No longer waiting",
                words: "Nobody waits for this sign-in any more. Start it again in Stoke.")
        case .tooMany:
            self.init(status: 503, title: "Too many requests", words: "Reload this page in a moment.")
        }
    }

    /// The whole document, every text in it escaped.
    var html: String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>\(Self.escaped(title)) · Stoke</title>
        <style>:root { color-scheme: light dark } body { font: 1.1em/1.5 sans-serif; max-width: 34em; margin: 4em auto; \
        padding: 0 1em }</style>
        </head>
        <body>
        <h1>\(Self.escaped(title))</h1>
        <p>\(Self.escaped(words))</p>
        <p>You may close this window.</p>
        </body>
        </html>

        """
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.append(character)
            }
        }
    }
}
