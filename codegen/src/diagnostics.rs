//! Diagnostics: what is wrong with a document, where, and what to do about it.
//!
//! A stage reports everything it finds to one [`Diagnostics`] sink and goes on; the pipeline drains the sink between
//! stages, so that no stage runs on what an earlier one rejected.
