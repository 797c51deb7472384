//! specwright
pub mod check;
pub mod diagnostics;
pub mod ir;
pub mod load;
pub mod lower;
pub mod pointer;
pub mod resolve;
