//! The Discriminator Object: which text stands for which variant.

use super::Lowering;
use super::alternatives::VariantView;
use super::composition::Merged;
use crate::diagnostics::{Code, Diagnostics, Effect, similar};
use crate::ir::{Place, Selection};
use crate::pointer::Origin;
use crate::resolve::Node;
use openapiv3::Discriminator;
use std::path::Path;

/// How many unions within unions are searched for what a mapping names.
const DEEPEST: usize = 4;

/// The extensions by which a text without `/` or `#` is a file and not the key of a component.
const EXTENSIONS: [&str; 3] = ["yaml", "yml", "json"];

impl<'d> Lowering<'_, 'd> {
    /// The selection by a discriminator. `None`, and reported, when it does not tell the variants apart.
    pub(super) fn lower_discriminator(
        &mut self,
        discriminator: &Discriminator,
        origin: &Origin,
        views: &[VariantView<'d>],
        variant_count: usize,
    ) -> Option<Selection> {
        if views.len() != variant_count {
            // Texts and variants no longer correspond.
            let message = "two of the variants are one type: the discriminator is not used";
            let diagnostic = self.diagnostics.warning(Code::InvalidDiscriminator, origin, message).at_key().skipped();
            diagnostic.help("list each schema once, and give its texts in the `mapping`");
            return None;
        }
        let mut mapping = self.written_mapping(discriminator, origin, views);
        for (index, view) in views.iter().enumerate() {
            if mapping.iter().any(|(_, mapped)| *mapped == index) {
                continue;
            }
            let texts = self.implicit_texts(&discriminator.property_name, view);
            if texts.is_empty() {
                self.report_nameless(discriminator, origin, view);
                return None;
            }
            let free: Vec<String> =
                texts.into_iter().filter(|text| mapping.iter().all(|(known, _)| known != text)).collect();
            if free.is_empty() && view.node.origin != origin.parent() {
                self.report_never_meant(discriminator, origin, view);
            }
            mapping.extend(free.into_iter().map(|text| (text, index)));
        }
        Some(Selection::Discriminator { property: discriminator.property_name.clone(), mapping, bare: false })
    }

    /// A mapping tells apart the variants of a union, or the heirs of a base. Without either it has no effect.
    pub(super) fn check_discriminator(&mut self, merged: &Merged<'d>) {
        let Some((discriminator, origin)) = &merged.discriminator else { return };
        if discriminator.mapping.is_empty() || origin.parent() != merged.origin || !merged.heirs.is_empty() {
            return;
        }
        let message = "this discriminator is not used: there is nothing that it tells apart";
        let diagnostic = self.diagnostics.warning(Code::InvalidDiscriminator, origin, message).at_key().skipped();
        diagnostic.help("list the variants under `oneOf`, or let each include this schema by `allOf`");
    }

    fn written_mapping(
        &mut self,
        discriminator: &Discriminator,
        origin: &Origin,
        views: &[VariantView<'d>],
    ) -> Vec<(String, usize)> {
        let mut mapping = Vec::new();
        for (text, target) in &discriminator.mapping {
            let at = origin.key("mapping").key(text);
            let Some(schema) = self.mapped_schema(&at, target) else { continue };
            match views.iter().position(|view| self.leads_to(&view.node, &schema, 0)) {
                Some(index) => mapping.push((text.clone(), index)),
                None => self.report_foreign(&at, text, target, views),
            }
        }
        mapping
    }

    /// What a mapping names: a component by its key, or any schema by a reference.
    fn mapped_schema(&mut self, at: &Origin, target: &str) -> Option<Origin> {
        let is_file = |target: &str| {
            Path::new(target).extension().is_some_and(|extension| EXTENSIONS.iter().any(|known| extension == *known))
        };
        let is_reference = target.contains(['/', '#']) || is_file(target);
        let key = target.replace('~', "~0").replace('/', "~1");
        // Whether it is a key shows when it names a component; that it does not is no fault.
        let by_key = self.resolver.named(&format!("#/components/schemas/{key}"), at, &mut Diagnostics::default());
        let node = match by_key {
            Some(node) => Some(node),
            None if is_reference => {
                let reported = self.diagnostics.list().len();
                let node = self.resolver.named(target, at, self.diagnostics);
                if node.is_none() {
                    self.diagnostics.cost(reported, Effect::Skipped);
                }
                node
            }
            None => self.report_unknown_key(at, target),
        };
        self.arrive(&node?, Place::SharedPart(String::new())).map(|arrival| arrival.node.origin)
    }

    fn report_unknown_key(&mut self, at: &Origin, target: &str) -> Option<Node<'d>> {
        let message = format!("there is no schema component `{target}`");
        let keys = self.component_keys();
        let diagnostic = self.diagnostics.mistake(Code::InvalidDiscriminator, at, message).skipped();
        match similar(target, keys) {
            Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
            None => diagnostic
                .help("write the key of a schema component, or a reference such as `#/components/schemas/Pet`"),
        };
        None
    }

    fn component_keys(&self) -> Vec<String> {
        let root = self.resolver.root();
        let schemas = root.get("components").and_then(|node| node.get("schemas"));
        schemas.iter().flat_map(Node::entries).map(|(key, _)| key.to_owned()).collect()
    }

    /// Whether a variant is a schema, or a union that has it among its own variants.
    fn leads_to(&mut self, variant: &Node<'d>, schema: &Origin, depth: usize) -> bool {
        let Some(arrival) = self.arrive(variant, Place::SharedPart(String::new())) else { return false };
        if arrival.node.origin == *schema {
            return true;
        }
        let Some(keywords) = self.keywords(&arrival.node).filter(|_| depth < DEEPEST) else { return false };
        let mut inner = keywords.alternatives.iter().flat_map(|alternatives| &alternatives.variants);
        inner.any(|variant| self.leads_to(variant, schema, depth + 1))
    }

    /// The texts of a variant that the mapping leaves out: the constants of the property, which say what is really
    /// sent; without them the component's key, as the specification has it.
    fn implicit_texts(&mut self, property: &str, view: &VariantView<'d>) -> Vec<String> {
        let mut texts = Vec::new();
        for node in view.merged.properties.get(property).into_iter().flatten() {
            let merged = self.merge_schema(node);
            texts = merged.values.iter().flatten().filter_map(|value| value.as_str().map(str::to_owned)).collect();
        }
        if texts.is_empty() {
            texts.extend(self.component_of(&view.node));
        }
        texts
    }

    fn report_nameless(&mut self, discriminator: &Discriminator, origin: &Origin, view: &VariantView<'d>) {
        let property = &discriminator.property_name;
        let message = format!("no text of `{property}` stands for this variant: the discriminator is not used");
        self.diagnostics
            .warning(Code::InvalidDiscriminator, &view.node.origin, message)
            .skipped()
            .also(origin, "the discriminator")
            .help(format!("make the variant a component, or list its text in an `enum` of `{property}`"));
    }

    /// A base that is read as none but its heirs is as its document wants it; an heir that nothing is read as is not.
    fn report_never_meant(&mut self, discriminator: &Discriminator, origin: &Origin, view: &VariantView<'d>) {
        let property = &discriminator.property_name;
        let message = format!("nothing is read as this variant: every text of `{property}` stands for another");
        self.diagnostics
            .warning(Code::InvalidDiscriminator, &view.node.origin, message)
            .skipped()
            .also(origin, "the discriminator")
            .help(format!("list its text in an `enum` of its own `{property}`, or in the discriminator's `mapping`"));
    }

    fn report_foreign(&mut self, at: &Origin, text: &str, target: &str, views: &[VariantView<'d>]) {
        let names: Vec<String> = views.iter().filter_map(|view| self.component_of(&view.node)).collect();
        let message = format!("`{text}` is mapped to `{target}`, which is not among the variants");
        let diagnostic = self.diagnostics.mistake(Code::InvalidDiscriminator, at, message).skipped();
        diagnostic.help("add it to `oneOf`, or remove the entry");
        if !names.is_empty() {
            diagnostic.help(format!("the variants are `{}`", names.join("`, `")));
        }
    }
}
