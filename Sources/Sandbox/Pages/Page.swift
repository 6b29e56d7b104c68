import Crypto
import Foundation

/// One page of the sandbox: plain HTML with a little style and no script, for text browsers and graphical ones alike.
struct Page: Sendable {
    /// Plain text; it is escaped.
    let title: String
    /// What stands below the title.
    let content: HTML

    /// The whole document.
    var document: String {
        let html: HTML = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <title>\(title) · Stoke sandbox</title>
            <style>\(Self.style)</style>
            </head>
            <body>
            <header>Stoke sandbox <small>· synthetic patients, for trying out</small></header>
            <main>
            <h1>\(title)</h1>
            \(content)
            </main>
            </body>
            </html>

            """
        return html.text
    }

    /// What the page may load and who may frame it: its own style, and nobody.
    ///
    /// There is no `form-action`, since browsers apply it to the redirect that takes the person back to the app as
    /// well.
    static let contentSecurityPolicy =
        "default-src 'none'; style-src 'sha256-\(styleDigest)'; base-uri 'none'; frame-ancestors 'none'"

    /// The style's digest, without which a browser would not apply it under the policy.
    private static let styleDigest = Data(SHA256.hash(data: Data(style.text.utf8))).base64EncodedString()

    /// The one style sheet, for light and dark; text browsers do without.
    private static let style: HTML = """
        :root { color-scheme: light dark; --ink: #1b2733; --soft: #5a6b7b; --paper: #fff; --ground: #eef1f4; --line: #d5dce3; \
        --accent: #0b6b8f; --onaccent: #fff }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6ebf0; --soft: #9db0c0; --paper: #1b242d; --ground: #11181f; \
        --line: #36434f; --accent: #59b8dc; --onaccent: #0c1a22 } }
        * { box-sizing: border-box }
        body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
        header, main { max-width: 38rem; margin: 0 auto; padding: 0 1.5rem }
        header { padding-top: 2rem; font-weight: 600 }
        header small { color: var(--soft); font-weight: 400 }
        main { margin-top: 1rem; margin-bottom: 3rem; padding-top: 1.25rem; padding-bottom: 1.5rem; background: var(--paper); \
        border: 1px solid var(--line); border-radius: .6rem }
        h1 { font-size: 1.4rem; margin: 0 0 .75rem }
        h2 { font-size: 1rem; margin: 1.5rem 0 .5rem }
        p { margin: .5rem 0 }
        ul { list-style: none; margin: .75rem 0; padding: 0 }
        li { padding: .5rem 0; border-top: 1px solid var(--line) }
        li small, p small { color: var(--soft) }
        code { font-size: .85em; color: var(--soft); overflow-wrap: anywhere }
        label { cursor: pointer }
        input[type=checkbox], input[type=radio] { accent-color: var(--accent); width: 1.05rem; height: 1.05rem; \
        vertical-align: -.15rem; margin: 0 .4rem 0 0 }
        input[type=text], input[type=password], input[type=url] { font: inherit; padding: .35rem .5rem; width: 100%; \
        max-width: 20rem; border: 1px solid var(--line); border-radius: .35rem; background: var(--paper); color: var(--ink) }
        input[type=submit] { font: inherit; padding: .4rem 1rem; border: 1px solid var(--accent); border-radius: .35rem; \
        background: var(--accent); color: var(--onaccent); cursor: pointer }
        li input[type=submit] { min-width: 6rem; margin-right: .5rem }
        input.quiet { background: transparent; color: var(--accent) }
        input:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
        a { color: var(--accent) }
        .problem { border-left: .25rem solid #c0392b; padding-left: .75rem }
        """
}

extension Page {
    /// A page that says what went wrong and what to do.
    static func problem(_ title: String, _ text: String) -> Page {
        Page(title: title, content: "<p class=\"problem\">\(text)</p>")
    }
}
