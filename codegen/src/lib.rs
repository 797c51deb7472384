//! specwright
pub mod ir;
pub mod pointer;
