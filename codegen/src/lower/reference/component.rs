//! Components and their positions, in the layout of the document's version.

use super::section::Section;
use crate::load::version::{is_swagger_2, section, swagger_2_section};
use crate::lower::context::Context;
use crate::pointer::Origin;
use crate::resolve::Node;

/// The component that a position is in.
pub(crate) struct Component {
    section: Section,
    pub(crate) key: String,
    /// Whether the position is the component itself.
    is_whole: bool,
}

impl Context<'_, '_> {
    /// The component that contains a position: in Swagger 2.0 the sections are at the top level, since 3.0 under
    /// `components`.
    pub(crate) fn component_around(&self, origin: &Origin) -> Option<Component> {
        let is_2_0 = is_swagger_2(self.resolver.root_of(origin.file).value);
        let mut steps = origin.pointer.steps();
        let name = steps.next()?;
        let section = if is_2_0 {
            Section::ALL.into_iter().find(|section| swagger_2_section(section.key()) == name)?
        } else {
            let kind = (name == "components").then(|| steps.next()).flatten()?;
            Section::of(&kind)
        };
        let key = steps.next()?;
        Some(Component { section, key, is_whole: steps.next().is_none() })
    }

    /// The key of the component that holds a position, such as `Pet` for `/components/responses/Pet/content`.
    pub(crate) fn component_key(&self, origin: &Origin) -> Option<String> {
        self.component_around(origin).map(|component| component.key)
    }

    /// The key of the schema component at exactly this position.
    pub(crate) fn schema_key(&self, origin: &Origin) -> Option<String> {
        self.whole_component(origin).filter(|(section, _)| *section == Section::Schemas).map(|(_, key)| key)
    }

    /// The section and key of the component at exactly this position.
    pub(crate) fn whole_component(&self, origin: &Origin) -> Option<(Section, String)> {
        let component = self.component_around(origin).filter(|component| component.is_whole)?;
        (component.section != Section::Any).then_some((component.section, component.key))
    }

    /// The path to a section of components in the current document, as written after `#`.
    pub(crate) fn section_path(&self, kind: Section) -> String {
        section(self.resolver.root_of(self.root).value, kind.key()).to_string()
    }

    /// The name of the section: `components.schemas`, or `definitions` in Swagger 2.0.
    pub(crate) fn section_name(&self, kind: Section) -> String {
        self.section_path(kind).trim_start_matches('/').replace('/', ".")
    }
}

/// A section of the components of a document.
pub(crate) fn section_node<'d>(root: &Node<'d>, kind: Section) -> Option<Node<'d>> {
    section(root.value, kind.key()).steps().try_fold(root.clone(), |node, step| node.get(&step))
}
