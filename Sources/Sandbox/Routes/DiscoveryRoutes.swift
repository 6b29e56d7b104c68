import Hummingbird
import SMART

/// What the sandbox publishes about itself.
struct DiscoveryRoutes {
    let site: SandboxSite

    /// Adds the documents and the front page.
    func add(to router: Router<SandboxContext>) {
        router.get("/") { [site] _, context in
            Response.page(FrontPage(address: site.address(context)).page)
        }
        publish("/fhir/.well-known/smart-configuration", on: router) { .json($0.smartConfiguration) }
        publish("/fhir/metadata", on: router) { .fhir($0.capabilityStatement) }
        publish("/.well-known/openid-configuration", on: router) { .json($0.openIDConfiguration) }
        publish("/.well-known/jwks.json", on: router) { [site] _ in .json(site.identity.keySet) }
        publish("/smart-style.json", on: router) { _ in .json(Self.style) }
    }

    /// Adds one document, which the faults for discovery strike.
    private func publish(
        _ path: RouterPath, on router: Router<SandboxContext>,
        _ document: @escaping @Sendable (DiscoveryDocuments) -> Response
    ) {
        router.get(path) { [site] _, context in
            try await site.answer(FaultSchedule.Target(place: .discovery), context) { _ in
                document(DiscoveryDocuments(address: site.address(context), types: site.records.types))
            }
        }
    }

    /// SMART App Launch 2.2, section 3.0.9.6 (`smart_style_url`).
    private static let style: JSONValue = .object([
        "color_background": .string("#eef1f4"), "color_error": .string("#c0392b"),
        "color_highlight": .string("#0b6b8f"),
        "color_modal_backdrop": .string("#1b2733"), "color_success": .string("#2e7d4f"),
        "color_text": .string("#1b2733"),
        "dim_border_radius": .string("6px"), "dim_font_size": .string("16px"), "dim_spacing_size": .string("24px"),
        "font_family_body": .string("system-ui, sans-serif"), "font_family_heading": .string("system-ui, sans-serif"),
    ])
}
