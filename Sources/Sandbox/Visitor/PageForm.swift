import SMART

/// A form on one of the sandbox's own pages, read from its HTML.
///
/// It understands what ``Page`` writes: quoted attributes, escaped values. It is no browser.
struct PageForm {
    /// Where the form is posted, as the page wrote it.
    let action: String
    /// What goes with the form whatever the person does.
    private var hidden: [(name: String, value: String)] = []
    /// What goes with it unless the person unticks it.
    private var ticked: [(name: String, value: String)] = []

    /// The forms of a page, in order.
    static func forms(in html: String) -> [PageForm] {
        var forms: [PageForm] = []
        for tag in tags(in: html) {
            switch tag.name {
            case "form": forms.append(PageForm(action: tag.attributes["action"] ?? ""))
            case "input":
                guard !forms.isEmpty, let field = tag.field else { continue }
                switch tag.attributes["type"] {
                case "hidden": forms[forms.count - 1].hidden.append(field)
                case "checkbox" where tag.attributes["checked"] != nil, "radio" where tag.attributes["checked"] != nil:
                    forms[forms.count - 1].ticked.append(field)
                default: continue
                }
            default: continue
            }
        }
        return forms
    }

    /// What a browser would send.
    ///
    /// - Parameters:
    ///   - fields: what the person fills in or presses.
    ///   - keeping: whether a box that the page has ticked stays ticked.
    /// - Returns: hidden fields first, then what is ticked, then `fields`.
    func submission(
        adding fields: [(name: String, value: String)] = [],
        keeping: (_ name: String, _ value: String) -> Bool = { _, _ in true }
    ) -> FormParameters {
        FormParameters(pairs: hidden + ticked.filter { keeping($0.name, $0.value) } + fields)
    }

    /// What a page says, without its markup.
    static func text(of html: String) -> String {
        let main = html.split(separator: "<main>", maxSplits: 1).last.map(String.init) ?? html
        let words = main.split(separator: "<", omittingEmptySubsequences: false).enumerated().map { index, piece in
            index == 0 ? String(piece) : String(piece.drop { $0 != ">" }.dropFirst())
        }
        return unescaped(words.joined(separator: " ")).split(whereSeparator: \.isWhitespace).joined(separator: " ")
            .cleaned
    }

    private init(action: String) {
        self.action = action
    }
}

// MARK: - Tags

extension PageForm {
    /// An element's opening tag.
    private struct Tag {
        let name: Substring
        let attributes: [String: String]

        /// What the element would send; `nil` where it has no name.
        var field: (name: String, value: String)? {
            attributes["name"].map { ($0, attributes["value"] ?? "") }
        }
    }

    /// The tags that open an element, in order.
    private static func tags(in html: String) -> [Tag] {
        html.split(separator: "<").compactMap { piece in
            guard let end = piece.firstIndex(of: ">") else { return nil }
            let inside = piece[..<end]
            let name = inside.prefix { $0.isLetter || $0.isNumber }
            return name.isEmpty ? nil : Tag(name: name, attributes: attributes(in: inside.dropFirst(name.count)))
        }
    }

    /// The attributes of a tag; one without a value is empty.
    private static func attributes(in text: Substring) -> [String: String] {
        var rest = text
        var attributes: [String: String] = [:]
        while true {
            rest = rest.drop { $0.isWhitespace }
            let name = rest.prefix { $0 != "=" && !$0.isWhitespace }
            guard !name.isEmpty else { return attributes }
            rest = rest.dropFirst(name.count)
            guard rest.hasPrefix("=\"") else {
                attributes[String(name)] = ""
                continue
            }
            rest = rest.dropFirst(2)
            let value = rest.prefix { $0 != "\"" }
            attributes[String(name)] = unescaped(String(value))
            rest = rest.dropFirst(value.count + 1)
        }
    }

    /// Text without the entities that ``HTML`` writes.
    private static func unescaped(_ text: String) -> String {
        text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
            .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
    }
}
