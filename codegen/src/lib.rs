//! specwright
pub mod diagnostics;
pub mod ir;
pub mod load;
pub mod pointer;
pub mod resolve;
