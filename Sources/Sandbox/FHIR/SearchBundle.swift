import SMART

/// A page of search results (FHIR R4, Bundle of type `searchset`).
struct SearchBundle {
    /// The address that was searched.
    let address: String
    /// What was understood of the query; the links repeat that and nothing else.
    let search: RecordSearch
    /// All that matches, on whatever page.
    let matches: [FHIRResource]
    /// The FHIR base URL.
    let base: String

    /// The page, with links to itself and to the next one.
    var body: JSONValue {
        let page = matches.dropFirst(search.offset).prefix(search.count)
        var links = [link("self", offset: search.offset)]
        if search.count > 0, search.offset + page.count < matches.count {
            links.append(link("next", offset: search.offset + page.count))
        }
        return .object([
            "resourceType": .string("Bundle"), "type": .string("searchset"),
            "total": .number(JSONNumber(matches.count)),
            "link": .array(links),
            "entry": .array(
                page.map { resource in
                    .object([
                        "fullUrl": .string("\(base)/\(resource.type)/\(resource.id)"), "resource": resource.body,
                        "search": .object(["mode": .string("match")]),
                    ])
                }),
        ])
    }

    /// A link to a page of the same search.
    private func link(_ relation: String, offset: Int) -> JSONValue {
        let position = offset == 0 ? [] : [(name: "_offset", value: String(offset))]
        let query = FormParameters(pairs: search.used.pairs + position)
        let url = query.pairs.isEmpty ? address : query.appended(to: address)
        return .object(["relation": .string(relation), "url": .string(url)])
    }
}
